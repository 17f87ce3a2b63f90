import asyncio

async def ask():
    await asyncio.sleep(0.5)
    raise ConnectionError('no answer')

async def keep_asking():
    while True:
        try:
            return await ask()
        except Exception as error:
            print('asking again, after', repr(error))

async def main():
    try:
        async with asyncio.timeout(1.25):
            print('the answer is', await keep_asking())
    except TimeoutError:
        print('time is up')

asyncio.run(main())
