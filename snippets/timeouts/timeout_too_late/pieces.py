import asyncio
import time

results = []

async def compute():
    # stands for a second of computing, in five pieces
    for _ in range(5):
        time.sleep(0.2)
        await asyncio.sleep(0)
    results.append('computed')

async def report():
    await compute()

async def upload():
    await compute()
    await asyncio.sleep(0.1)
    print('uploaded')

async def main():
    for job in report, upload:
        try:
            async with asyncio.timeout(0.3):
                await job()
            print(job.__name__, 'was in time')
        except TimeoutError:
            print(job.__name__, 'was too late')
    # the program has other things to do
    await asyncio.sleep(1)
    print('results computed:', len(results))

asyncio.run(main())
