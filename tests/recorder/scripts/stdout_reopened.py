import asyncio
import sys

sys.stdout = open(sys.stdout.fileno(), "w", encoding="utf-8", buffering=1, closefd=False)


async def main():
    for number in range(20):
        print("out", number)
        print("err", number, file=sys.stderr)
        await asyncio.sleep(0.01)


asyncio.run(main())
