import asyncio


async def main():
    await asyncio.sleep(7200)
    print("awake")


asyncio.run(main())
