import asyncio


async def fails():
    raise ValueError("nobody asks")


async def main():
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del task
    print("main goes on")


asyncio.run(main())
