import asyncio


async def tick():
    loop = asyncio.get_running_loop()
    next = loop.time()
    while True:
        next += 0.1
        await asyncio.sleep(next - loop.time())
        print("tick")


async def main():
    t = asyncio.create_task(tick())
    await asyncio.sleep(0.95)
    print("done")


asyncio.run(main())
