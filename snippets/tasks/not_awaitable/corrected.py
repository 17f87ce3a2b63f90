import asyncio

saved = []

def save(order):
    saved.append(order)
    print("saved", saved)

async def main():
    save("tea")
    save("bread")

asyncio.run(main())
