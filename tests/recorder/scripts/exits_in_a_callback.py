import asyncio
import sys


async def lingers():
    try:
        await asyncio.sleep(9)
    finally:
        print("lingers is over")


async def main():
    asyncio.create_task(lingers())
    asyncio.get_running_loop().call_later(0.1, sys.exit, 300)
    await asyncio.sleep(1)


try:
    asyncio.run(main())
finally:
    print("run is over")
