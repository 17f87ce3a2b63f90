import asyncio


async def fails():
    raise ValueError("seen in debug mode")


async def main():
    asyncio.create_task(fails())
    await asyncio.sleep(0.1)
    asyncio.get_running_loop().call_soon(lambda: 1 / 0)
    await asyncio.sleep(0.1)


asyncio.run(main(), debug=True)
