import asyncio

async def poll():
    try:
        while True:
            await asyncio.sleep(1)
            print('poll: nothing new')
    finally:
        await asyncio.sleep(0.5)
        print('poll: cleaned up')

async def main():
    poller = asyncio.create_task(poll())
    await asyncio.sleep(2.25)
    print('main returns; poll is done:', poller.done())
    return 'the result'

print('run() returns', asyncio.run(main()))
