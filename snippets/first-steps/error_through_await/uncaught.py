import asyncio

async def make(what):
    await asyncio.sleep(1)
    raise ValueError(f'no {what} left')

async def main():
    await make('tea')
    print('breakfast is ready')

asyncio.run(main())
