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
        try:
            await asyncio.wait_for(answer(), 1)
        except TimeoutError:
            print('no goodbye from it')
        print('session closed')

async def main():
    try:
        async with asyncio.timeout(1):
            await session()
    except TimeoutError:
        print('time is up')

asyncio.run(main())
