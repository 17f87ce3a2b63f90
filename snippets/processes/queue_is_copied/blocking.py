import asyncio
import multiprocessing

async def measure(queue):
    for degrees in (20, 21):
        await asyncio.sleep(0.3)
        print("sensor:", degrees, flush=True)
        queue.put(degrees)

def sensor(queue):
    asyncio.run(measure(queue))

async def greet():
    print("another task has a turn")

async def main():
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(
        target=sensor, args=(queue,))
    process.start()
    greeting = asyncio.create_task(greet())
    for _ in range(2):
        print("main:", queue.get())
    await greeting
    process.join()

if __name__ == "__main__":
    asyncio.run(main())
