import asyncio
import os
import sys


async def main():
    print("no finally", end="")
    sys.stderr.write("and no newline")
    try:
        os._exit(5)
    finally:
        print("never printed")


asyncio.run(main())
