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
            # must not be cut short
            await asyncio.shield(saving)
    except TimeoutError:
        print('tell the user that it takes longer')
    await saving

asyncio.run(main())
