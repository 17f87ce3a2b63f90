import asyncio
from contextlib import asynccontextmanager

@asynccontextmanager
async def connection(name):
    await asyncio.sleep(1)
    print('connected')
    try:
        yield name
    finally:
        await asyncio.sleep(1)
        print('closed')

async def main():
    async with connection('store') as store:
        print('asking the', store)
    print('main goes on')

asyncio.run(main())
