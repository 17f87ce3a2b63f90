"""Time-outs that never come near: each operation is over long before."""

import asyncio


async def main():
    for n in range(10):
        async with asyncio.timeout(30):
            await asyncio.sleep(0.1)
    print(await asyncio.wait_for(asyncio.sleep(0.2, "in time"), 1))


asyncio.run(main())
