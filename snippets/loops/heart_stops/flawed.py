import asyncio
import concurrent.futures
import time

beats = 0

async def heart():
    global beats
    while True:
        beats += 1
        await asyncio.sleep(0.1)

def blocking_io():
    # stands for a slow disk or a slow server
    time.sleep(1)

async def main():
    pulse = asyncio.create_task(heart())
    await asyncio.sleep(0.5)

    before = beats
    blocking_io()
    print('call: did it beat?', beats > before)

    before = beats
    with concurrent.futures.ThreadPoolExecutor() as pool:
        pool.submit(blocking_io).result()
    print('result(): did it beat?', beats > before)

    pulse.cancel()

asyncio.run(main())
