import asyncio


async def beat(every, times):
    for n in range(times):
        await asyncio.sleep(every)
        print(every, n)


async def main():
    await asyncio.gather(beat(0.2, 5), beat(0.3, 4), beat(0.7, 2))


asyncio.run(main())
