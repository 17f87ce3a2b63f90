import asyncio

async def make(what):
    await asyncio.sleep(1)
    raise ValueError(f'no {what} left')

async def main():
    try:
        await make('tea')
    except ValueError as error:
        print('breakfast without tea:', error)

asyncio.run(main())
