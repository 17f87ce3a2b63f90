import asyncio
from contextlib import aclosing

async def rows():
    print('rows: opened')
    try:
        for number in range(3):
            yield number
    finally:
        print('rows: closing')
        # closing takes a second
        await asyncio.sleep(1)
        print('rows: closed')

async def main():
    async with aclosing(rows()) as found:
        async for number in found:
            print('main: row', number)
            break
    print('main: goes on')
    await asyncio.sleep(0.5)
    print('main: ends')

asyncio.run(main())
