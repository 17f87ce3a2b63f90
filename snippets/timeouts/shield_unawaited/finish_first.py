import asyncio

async def save():
    try:
        print('saving')
        await asyncio.sleep(2)
        print('saved')
    except asyncio.CancelledError:
        print('cut short')
        raise

async def main():
    saving = asyncio.create_task(save())
    try:
        async with asyncio.timeout(1):
            try:
                # must not be cut short
                await asyncio.shield(saving)
            except asyncio.CancelledError:
                await asyncio.wait([saving])
                raise
    except TimeoutError:
        print('tell the user that it took longer')

asyncio.run(main())
