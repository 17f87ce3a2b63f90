import asyncio
import sys

sys.setrecursionlimit(300)


def deeper(locks):
    locks.append(asyncio.Lock())
    deeper(locks)


async def main():
    locks = []
    try:
        deeper(locks)
    except RecursionError:
        print("made", len(locks))


asyncio.run(main())
