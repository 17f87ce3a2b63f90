import asyncio
import multiprocessing

def sensor(queue):
    for degrees in (20, 21):
        queue.put(degrees)
    queue.put(None)  # no more will come

async def main():
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(
        target=sensor, args=(queue,))
    process.start()
    while True:
        degrees = await asyncio.to_thread(queue.get)
        if degrees is None:
            break
        print("main:", degrees)
    await asyncio.to_thread(process.join)
    print("the sensor ended with", process.exitcode)

if __name__ == "__main__":
    asyncio.run(main())
