import asyncio
import time

saved = []

def save(order):
    time.sleep(0.5)  # a slow disk
    saved.append(order)
    print("saved", saved)

async def main():
    await asyncio.to_thread(save, "tea")
    await asyncio.to_thread(save, "bread")

asyncio.run(main())
