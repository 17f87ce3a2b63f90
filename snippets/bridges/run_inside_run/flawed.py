import asyncio

async def fetch():
    await asyncio.sleep(0.5)
    return "the page"

def load():
    # for callers who know nothing of asyncio
    return asyncio.run(fetch())

print("from ordinary code:", load())

async def main():
    print("from a coroutine:", load())

asyncio.run(main())
