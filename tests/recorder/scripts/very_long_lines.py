import asyncio
import sys


async def main():
    print("x" * 100_000)
    await asyncio.sleep(0.01)
    print("\u20ac" * 40_000, file=sys.stderr)
    sys.stdout.buffer.write(b"\xe2\x82")
    await asyncio.sleep(0.01)
    sys.stdout.buffer.write(b"\xac and a half \xe2\x82\n")


asyncio.run(main())
