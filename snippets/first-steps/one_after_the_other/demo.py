import asyncio

async def make(what):
    await asyncio.sleep(1)
    print(what, 'is ready')

async def main():
    await make('tea')
    await make('toast')

asyncio.run(main())
