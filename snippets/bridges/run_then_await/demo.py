import asyncio

async def fetch():
    await asyncio.sleep(0.5)
    return "the page"

print("from ordinary code:", asyncio.run(fetch()))

async def main():
    print("from a coroutine:", await fetch())

asyncio.run(main())
