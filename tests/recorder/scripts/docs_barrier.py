import asyncio


async def main():
    barrier = asyncio.Barrier(3)
    one = asyncio.create_task(barrier.wait())
    two = asyncio.create_task(barrier.wait())
    await asyncio.sleep(0)
    print(barrier.n_waiting, "of", barrier.parties)
    await barrier.wait()
    print("the barrier has been passed")
    print(await one, await two, barrier.n_waiting)


asyncio.run(main())
