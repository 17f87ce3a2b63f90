import asyncio

still_open = []

async def connect(name, seconds):
    print('connecting to the', name)
    await asyncio.sleep(seconds)
    still_open.append(name)

async def disconnect(name):
    print('disconnecting from the', name)
    await asyncio.sleep(1)
    still_open.remove(name)

class Store:
    async def __aenter__(self):
        await connect('index', 1)
        await connect('archive', 9)
        return self

    async def __aexit__(self, *exc_info):
        await disconnect('archive')
        await disconnect('index')

async def main():
    try:
        async with asyncio.timeout(5):
            async with Store():
                print('main has both')
    except TimeoutError:
        print('it took too long')
    print('still open:', still_open)

asyncio.run(main())
