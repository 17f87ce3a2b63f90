import asyncio
import time

now = 1000.0
time.monotonic = lambda: now


async def main():
    global now
    loop = asyncio.get_running_loop()
    loop.call_later(50, print, "fifty seconds have passed")
    await asyncio.sleep(0)
    now += 60
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print("loop time", loop.time())


asyncio.run(main())
