import asyncio
from concurrent.futures import ProcessPoolExecutor

def add_up(limit):
    return sum(range(limit))

async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as pool:
        total = await loop.run_in_executor(pool, add_up, 1000)
    print('the worker says', total)

if __name__ == '__main__':
    asyncio.run(main())
