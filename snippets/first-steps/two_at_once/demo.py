import asyncio

async def make(what):
    await asyncio.sleep(1)
    print(what, 'is ready')

async def main():
    tea = asyncio.create_task(make('tea'))
    toast = asyncio.create_task(make('toast'))
    await tea
    await toast

asyncio.run(main())
