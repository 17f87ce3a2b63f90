import asyncio, time


async def tick():
    while True:
        await asyncio.sleep(0.1)
        print("tick")


async def main():
    t = asyncio.create_task(tick())
    await asyncio.sleep(0.25)
    time.sleep(0.0505)
    await asyncio.sleep(0)
    print("between")
    await asyncio.sleep(0)
    print("between")
    time.sleep(0.5)
    await asyncio.sleep(0.1)
    print("end")


asyncio.run(main())
