import asyncio

async def main():
    try:
        async with asyncio.timeout(2):
            print('waiting for the bus')
            await asyncio.sleep(10)
            print('on the bus')
    except TimeoutError:
        print('walking')

asyncio.run(main())
