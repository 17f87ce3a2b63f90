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
        await asyncio.gather(hotel(), flight())
    except ValueError as error:
        print('main: no trip,', error)
    # the program goes on with something else
    await asyncio.sleep(2)
    print('main: ends')

asyncio.run(main())
