import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

@asynccontextmanager
async def connection(name):
    await asyncio.sleep(1)
    print('connected to the', name)
    try:
        yield name
    finally:
        print('disconnected from the', name)

async def main():
    async with AsyncExitStack() as stack:
        for name in 'index', 'archive', 'log':
            await stack.enter_async_context(connection(name))
        print('main has all three')
    print('main goes on')

asyncio.run(main())
