import asyncio
from concurrent.futures import ProcessPoolExecutor

async def fetch(page):
    await asyncio.sleep(0.5)  # stands for the network
    return "words " * page

async def count_all(pages):
    texts = await asyncio.gather(*map(fetch, pages))
    return [len(text.split()) for text in texts]

def worker(pages):
    return asyncio.run(count_all(pages))

async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as pool:
        print(await loop.run_in_executor(pool, worker, [7, 8, 9]))

if __name__ == "__main__":
    asyncio.run(main())
