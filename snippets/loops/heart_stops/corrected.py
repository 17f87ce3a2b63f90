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
    loop = asyncio.get_running_loop()
    pulse = asyncio.create_task(heart())
    await asyncio.sleep(0.5)

    before = beats
    await asyncio.to_thread(blocking_io)
    print('to_thread(): did it beat?', beats > before)

    before = beats
    with concurrent.futures.ThreadPoolExecutor() as pool:
        await loop.run_in_executor(pool, blocking_io)
    print('await: did it beat?', beats > before)

    pulse.cancel()
    await asyncio.wait([pulse])
    if not pulse.cancelled():
        pulse.result()  # raises what heart failed with

asyncio.run(main())
