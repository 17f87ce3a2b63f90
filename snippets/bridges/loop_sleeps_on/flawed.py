import asyncio
import threading
import time

def thermometer(queue):
    for degrees in 20, 21, 22:
        time.sleep(0.4)
        print("thermometer:", degrees)
        queue.put_nowait(degrees)

async def display(queue):
    for _ in range(3):
        print("display:", await queue.get())

async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(display(queue))
    threading.Thread(target=thermometer, args=(queue,)).start()
    await asyncio.sleep(1.7)
    print("main: wakes up")
    await task

asyncio.run(main())
