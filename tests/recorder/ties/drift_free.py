import asyncio


async def tick():
    loop = asyncio.get_running_loop()
    start = loop.time()
    for n in range(1, 11):
        await asyncio.sleep(start + n * 0.1 - loop.time())
        print("tick", n)


async def main():
    t = asyncio.create_task(tick())
    await asyncio.sleep(1)
    print("done")


asyncio.run(main())
