import asyncio

async def hotel():
    try:
        await asyncio.sleep(2)
        print('hotel: booked')
    except asyncio.CancelledError:
        print('hotel: called off')
        raise

async def flight():
    await asyncio.sleep(1)
    raise ValueError('no seat left')

async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(hotel())
            tg.create_task(flight())
    except* ValueError as group:
        print('main: no trip,', *group.exceptions)
    # the program goes on with something else
    await asyncio.sleep(2)
    print('main: ends')

asyncio.run(main())
