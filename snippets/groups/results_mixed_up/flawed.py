import asyncio

SHOP = {'desk': 200, 'lamp': 100, 'bed': 300}

async def look_up(item, prices):
    # the dearer, the deeper in the catalogue
    await asyncio.sleep(SHOP[item] / 200)
    prices.append(SHOP[item])

async def main():
    items = ['desk', 'lamp', 'bed']
    prices = []
    async with asyncio.TaskGroup() as tg:
        for item in items:
            tg.create_task(look_up(item, prices))
    for item, price in zip(items, prices, strict=True):
        print(item, 'costs', price)

asyncio.run(main())
