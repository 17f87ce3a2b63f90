import asyncio
from contextlib import AsyncExitStack, aclosing, asynccontextmanager


@asynccontextmanager
async def resource(name):
    print("open", name)
    await asyncio.sleep(0.1)
    try:
        yield name
    except ValueError as error:
        print(name, "sees", repr(error))
        raise KeyError(name) from error
    finally:
        await asyncio.sleep(0.1)
        print("close", name)


async def count():
    yield 1


async def main():
    async with AsyncExitStack() as stack:
        names = [await stack.enter_async_context(resource(name)) for name in "ab"]
        stack.push_async_callback(asyncio.sleep, 0.1)
        stack.callback(print, "callback", names)
        async with aclosing(count()) as numbers:
            print([number async for number in numbers])
        raise ValueError("in the body")


asyncio.run(main())
