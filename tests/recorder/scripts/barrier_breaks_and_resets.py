import asyncio


async def party(number, barrier):
    try:
        async with barrier as position:
            print(number, "passed as", position)
    except asyncio.BrokenBarrierError as error:
        print(number, repr(error))


async def main():
    barrier = asyncio.Barrier(3)
    await asyncio.gather(*(party(number, barrier) for number in range(3)))
    two = [asyncio.create_task(party(number, barrier)) for number in "ab"]
    await asyncio.sleep(0)
    print(barrier.n_waiting, barrier.parties, barrier.broken)
    await barrier.abort()
    await asyncio.gather(*two)
    print(barrier.broken)
    await barrier.reset()
    two = [asyncio.create_task(party(number, barrier)) for number in "cd"]
    await asyncio.sleep(0)
    await barrier.reset()
    await asyncio.gather(*two)
    print(barrier.broken, repr(barrier).partition("[")[2])


asyncio.run(main())
