import asyncio
import time

results = []

def compute():
    # stands for a second of computing
    time.sleep(1)
    results.append('computed')

async def report():
    await asyncio.to_thread(compute)

async def upload():
    await asyncio.to_thread(compute)
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
