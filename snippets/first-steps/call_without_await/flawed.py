import asyncio

async def make(what):
    await asyncio.sleep(1)
    print(what, 'is ready')

async def main():
    make('tea')
    print('breakfast is ready')

asyncio.run(main())
