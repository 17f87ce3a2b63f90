import asyncio
import sys

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 1


async def spin(name, n):
    for _ in range(n):
        await asyncio.sleep(0)
    return name


async def main():
    done = await asyncio.gather(*(spin(f"spin-{i}", 25_000 * SIZE) for i in range(4)))
    print(done)


asyncio.run(main())
