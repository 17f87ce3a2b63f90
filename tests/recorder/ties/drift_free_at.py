import asyncio


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()

    def tick(n):
        print("tick", n)
        if n < 10:
            loop.call_at(start + (n + 1) * 0.1, tick, n + 1)

    loop.call_at(start + 0.1, tick, 1)
    await asyncio.sleep(1)
    print("done")


asyncio.run(main())
