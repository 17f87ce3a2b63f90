"""Callbacks of the loop, of which two are set for times that are near."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.2, print, "later")
    loop.call_later(0.201, sorted, [])
    await asyncio.sleep(0.3)


asyncio.run(main())
