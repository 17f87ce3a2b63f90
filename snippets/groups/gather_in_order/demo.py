import asyncio

async def make(what, seconds):
    await asyncio.sleep(seconds)
    print(what, 'is ready')
    return what.upper()

async def main():
    made = await asyncio.gather(make('tea', 2), make('toast', 1))
    print(made)

asyncio.run(main())
