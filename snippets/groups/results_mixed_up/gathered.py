import asyncio

SHOP = {'desk': 200, 'lamp': 100, 'bed': 300}

async def look_up(item):
    # the dearer, the deeper in the catalogue
    await asyncio.sleep(SHOP[item] / 200)
    return SHOP[item]

async def main():
    items = ['desk', 'lamp', 'bed']
    prices = await asyncio.gather(
        *[look_up(item) for item in items])
    for item, price in zip(items, prices, strict=True):
        print(item, 'costs', price)

asyncio.run(main())
