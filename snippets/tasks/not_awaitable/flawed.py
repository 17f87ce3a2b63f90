import asyncio

saved = []

def save(order):
    saved.append(order)
    print("saved", saved)

async def main():
    await save("tea")
    await save("bread")

asyncio.run(main())
