import asyncio
import time

def load(name):
    # ordinary code, which blocks its thread
    time.sleep(0.5)
    return name + ' is loaded'

async def main():
    loaded = await asyncio.gather(
        asyncio.to_thread(load, 'map'),
        asyncio.to_thread(load, 'photo'))
    print(loaded)

asyncio.run(main())
