import asyncio
from contextlib import asynccontextmanager

still_open = []

async def connect(name, seconds):
    print('connecting to the', name)
    await asyncio.sleep(seconds)
    still_open.append(name)

async def disconnect(name):
    print('disconnecting from the', name)
    await asyncio.sleep(1)
    still_open.remove(name)

@asynccontextmanager
async def connected(name, seconds):
    await connect(name, seconds)
    try:
        yield
    finally:
        await disconnect(name)

@asynccontextmanager
async def store():
    async with connected('index', 1):
        async with connected('archive', 9):
            yield

async def main():
    try:
        async with asyncio.timeout(5):
            async with store():
                print('main has both')
    except TimeoutError:
        print('it took too long')
    print('still open:', still_open)

asyncio.run(main())
