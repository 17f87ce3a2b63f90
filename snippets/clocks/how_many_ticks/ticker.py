import asyncio

async def tick(every):
    number = 0
    while True:
        number += 1
        print('tick', number)
        await asyncio.sleep(every)

async def main():
    ticker = asyncio.create_task(tick(0.1))
    await asyncio.sleep(1)
    print('done')
    ticker.cancel()
    await asyncio.wait([ticker])

asyncio.run(main())
