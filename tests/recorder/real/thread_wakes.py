import asyncio
import threading
import time


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()

    def later():
        time.sleep(0.3)
        print("in the thread")
        loop.call_soon_threadsafe(future.set_result, "from a thread")

    threading.Thread(target=later).start()
    print(await future)
    print(await asyncio.to_thread(sum, [1, 2, 3]))


asyncio.run(main())
