import asyncio


async def main():
    await asyncio.sleep(0.01)
    breakpoint()
    print("never printed")


asyncio.run(main())
