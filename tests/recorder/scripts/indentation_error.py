import asyncio


async def main():
    await asyncio.sleep(0)
     print("one space too many")


asyncio.run(main())
