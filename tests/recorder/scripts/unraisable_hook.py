import asyncio
import sys


def hook(unraisable):
    print("unraisable:", unraisable.err_msg, repr(unraisable.exc_value))


class Bad:
    def __del__(self):
        raise ValueError("in __del__")


async def main():
    Bad()
    sys.unraisablehook = hook
    Bad()
    await asyncio.sleep(0)


asyncio.run(main())
bad = Bad()
