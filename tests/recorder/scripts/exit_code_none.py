import asyncio
import sys


async def main():
    try:
        sys.exit()
    finally:
        print("on the way out")


asyncio.run(main())
