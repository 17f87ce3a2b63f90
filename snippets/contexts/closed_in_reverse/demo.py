import asyncio
from contextlib import asynccontextmanager

@asynccontextmanager
async def opened(name):
    await asyncio.sleep(1)
    print(name, 'opened')
    try:
        yield
    finally:
        await asyncio.sleep(1)
        print(name, 'closed')

async def main():
    try:
        async with opened('connection'):
            async with opened('reader'):
                raise ValueError('no such frame')
    except ValueError as error:
        print('main caught:', error)

asyncio.run(main())
