import asyncio

SHOP = {'desk': 200, 'lamp': 100, 'bed': 300}

async def look_up(item):
    # the dearer, the deeper in the catalogue
    await asyncio.sleep(SHOP[item] / 200)
    return SHOP[item]

async def main():
    items = ['desk', 'lamp', 'bed']
    async with asyncio.TaskGroup() as tg:
        tasks = [tg.create_task(look_up(item)) for item in items]
    prices = [task.result() for task in tasks]
    for item, price in zip(items, prices, strict=True):
        print(item, 'costs', price)

asyncio.run(main())
