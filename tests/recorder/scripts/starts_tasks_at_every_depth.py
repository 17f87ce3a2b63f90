import asyncio
import sys

sys.setrecursionlimit(300)


async def child():
    await asyncio.sleep(0.01)


def deeper(tasks):
    tasks.append(asyncio.create_task(child()))
    asyncio.get_running_loop().call_soon(int)
    deeper(tasks)


async def main():
    tasks = []
    try:
        deeper(tasks)
    except RecursionError:
        print("recursion", 250 < len(tasks) < 300, len(tasks))
    await asyncio.gather(*tasks)


asyncio.run(main())
