import asyncio
from concurrent.futures import ProcessPoolExecutor

async def fetch(page):
    await asyncio.sleep(0.1)  # stands for the network
    return "words " * page

async def count(page):
    text = await fetch(page)
    return len(text.split())  # stands for much computing

def run_count(page):
    return asyncio.run(count(page))

async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as pool:
        words = await loop.run_in_executor(pool, run_count, 7)
        print("words on page 7:", words)

if __name__ == "__main__":
    asyncio.run(main())
