import asyncio

async def fetch(number, places):
    async with places:
        print('page', number, 'begins')
        await asyncio.sleep(1 + number / 4)
        print('page', number, 'is here')

async def main():
    places = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as tg:
        for number in range(4):
            tg.create_task(fetch(number, places))
    print('all are here')

asyncio.run(main())
