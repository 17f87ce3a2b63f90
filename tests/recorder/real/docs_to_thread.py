import asyncio
import time


def blocking_io():
    print("blocks")
    time.sleep(0.3)
    print("has blocked")


async def main():
    began = time.monotonic()
    await asyncio.gather(asyncio.to_thread(blocking_io), asyncio.sleep(0.3))
    print("took less than their sum:", time.monotonic() - began < 0.55)


asyncio.run(main())
