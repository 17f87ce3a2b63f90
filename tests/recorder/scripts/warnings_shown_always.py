import asyncio
import warnings

warnings.simplefilter("always")


async def never():
    pass


def main():
    loop = asyncio.new_event_loop()
    never()
    warnings.warn("from the program", UserWarning, stacklevel=2)
    del loop
    print("main is over")


main()
warnings.simplefilter("error")
try:
    warnings.warn("raised", DeprecationWarning)
except DeprecationWarning as warning:
    print(repr(warning))
never()
print("an unraisable warning before this")
