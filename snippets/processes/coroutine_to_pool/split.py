import asyncio
from concurrent.futures import ProcessPoolExecutor

async def fetch(page):
    await asyncio.sleep(0.1)  # stands for the network
    return "words " * page

def count(text):
    return len(text.split())  # stands for much computing

async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as pool:
        text = await fetch(7)
        words = await loop.run_in_executor(pool, count, text)
        print("words on page 7:", words)

if __name__ == "__main__":
    asyncio.run(main())
