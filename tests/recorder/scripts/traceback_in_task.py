import asyncio


async def inner():
    await asyncio.sleep(0.1)
    raise ValueError("on purpose")


async def main():
    await asyncio.create_task(inner(), name="doomed")


asyncio.run(main())
