import asyncio

async def temperature():
    await asyncio.sleep(0.2)
    return 21

def read(loop):
    # for ordinary code: it waits for the loop's answer
    future = asyncio.run_coroutine_threadsafe(
        temperature(), loop)
    return future.result()

async def main():
    loop = asyncio.get_running_loop()
    print("reading in a thread")
    print(await asyncio.to_thread(read, loop), "degrees")
    print("reading on the loop")
    print(read(loop), "degrees")

asyncio.run(main())
