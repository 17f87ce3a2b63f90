"""A time-out that is taken back in the very moment in which it might have come."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.1)
    handle = loop.call_later(0.2, print, "too late")
    await asyncio.sleep(0.1)
    await asyncio.sleep(0.0995)
    handle.cancel()
    print("cancelled")


asyncio.run(main())
