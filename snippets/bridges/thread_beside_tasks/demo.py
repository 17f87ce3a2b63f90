import asyncio
import time

def read_file():
    # ordinary code, which blocks its thread
    time.sleep(1.25)
    return 'the text'

async def tick():
    for number in range(3):
        await asyncio.sleep(0.5)
        print('tick', number)

async def main():
    ticking = asyncio.create_task(tick())
    print('main:', await asyncio.to_thread(read_file))
    await ticking

asyncio.run(main())
