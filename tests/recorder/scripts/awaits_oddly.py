import asyncio
import types


class Awaitable:
    def __await__(self):
        print("begins")
        yield
        result = yield from asyncio.sleep(0.01, "slept").__await__()
        print("ends", result)
        return 42


@types.coroutine
def bare(value):
    yield value


async def main():
    print(await Awaitable())
    try:
        await bare("what is this?")
    except RuntimeError as error:
        print(str(error).partition("<")[0], str(error).rpartition(">")[2])
    print(await asyncio.wait_for(Awaitable(), 1))
    print(await asyncio.gather(Awaitable(), Awaitable()))


asyncio.run(main())
