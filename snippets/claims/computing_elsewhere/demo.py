import asyncio
import time
from concurrent import futures

beats = 0

async def heart():
    global beats
    while True:
        beats += 1
        await asyncio.sleep(0.02)

def cpu_bound():
    total = 0
    for i in range(2 * 10 ** 6):
        total += i * i

async def beside(pool):
    loop = asyncio.get_running_loop()
    # so that a worker is there
    await loop.run_in_executor(pool, int)
    before, spent = beats, time.process_time()
    await loop.run_in_executor(pool, cpu_bound)
    return beats - before, time.process_time() - spent

async def main():
    pulse = asyncio.create_task(heart())
    await asyncio.sleep(0)
    before, spent = beats, time.process_time()
    cpu_bound()
    cost = time.process_time() - spent
    print('called: {} beats'.format(beats - before))

    with futures.ThreadPoolExecutor() as pool:
        beat, spent = await beside(pool)
    print('thread: beats', beat > 0, 'spends', spent > cost / 2)
    with futures.ProcessPoolExecutor() as pool:
        beat, spent = await beside(pool)
    print('process: beats', beat > 0, 'spends', spent > cost / 2)
    pulse.cancel()

if __name__ == '__main__':
    asyncio.run(main())
