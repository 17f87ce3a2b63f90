import asyncio
import threading
import time

def thermometer(queue, loop):
    for degrees in 20, 21, 22:
        time.sleep(0.4)
        print("thermometer:", degrees)
        loop.call_soon_threadsafe(queue.put_nowait, degrees)

async def display(queue):
    for _ in range(3):
        print("display:", await queue.get())

async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(display(queue))
    loop = asyncio.get_running_loop()
    threading.Thread(target=thermometer, args=(queue, loop)).start()
    await asyncio.sleep(1.7)
    print("main: wakes up")
    await task

asyncio.run(main())
