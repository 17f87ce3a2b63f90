import asyncio


class Resource:
    async def __aenter__(self):
        await asyncio.sleep(0.01)
        return self

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(0.01)
        print("leaves with", kind and kind.__name__)
        return kind is KeyError


async def numbers():
    async with Resource():
        yield 1
        raise KeyError("swallowed")


async def left_open():
    try:
        yield 1
    finally:
        raise OSError("while being closed")


async def main():
    print([number async for number in numbers()])
    async for number in left_open():
        break
    await asyncio.sleep(0.05)


asyncio.run(main())
