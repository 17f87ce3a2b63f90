import asyncio

async def fails():
    await asyncio.sleep(1)
    raise ValueError('no such page')

async def takes_long():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        print('takes_long is cancelled')
        raise

async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(fails())
            tg.create_task(takes_long())
    except ValueError as error:
        print('caught:', error)

asyncio.run(main())
