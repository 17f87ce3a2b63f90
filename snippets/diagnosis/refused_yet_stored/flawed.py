import asyncio
import time

def meter(queue):
    for reading in 20, 21:
        time.sleep(0.3)
        print('meter:', reading)
        try:
            queue.put_nowait(reading)
        except RuntimeError as error:
            print('meter:', error)

async def display(queue):
    for _ in range(2):
        print('display:', await queue.get())

async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 10  # not asked here
    queue = asyncio.Queue()
    task = asyncio.create_task(display(queue))
    await asyncio.to_thread(meter, queue)
    print('main: in the queue:', queue.qsize())
    await task

asyncio.run(main(), debug=True)
