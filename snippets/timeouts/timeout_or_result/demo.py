import asyncio

async def ask(seconds):
    try:
        async with asyncio.timeout(2):
            await asyncio.sleep(seconds)
            print('an answer after', seconds)
    except TimeoutError:
        print('no answer in time')

async def main():
    await ask(1)
    await ask(5)

asyncio.run(main())
