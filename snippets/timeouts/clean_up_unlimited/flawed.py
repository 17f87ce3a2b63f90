import asyncio

async def answer():
    # the server has crashed, and will never answer
    await asyncio.Event().wait()

async def session():
    print('asking the server')
    try:
        await answer()
    finally:
        print('saying goodbye to it')
        await answer()
        print('session closed')

async def main():
    try:
        async with asyncio.timeout(1):
            await session()
    except TimeoutError:
        print('time is up')

asyncio.run(main())
