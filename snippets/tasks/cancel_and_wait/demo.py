import asyncio

async def watch():
    try:
        while True:
            print('watching')
            await asyncio.sleep(1)
    finally:
        print('closing')

async def main():
    task = asyncio.create_task(watch())
    await asyncio.sleep(2.5)
    task.cancel()
    await asyncio.wait([task])
    print('cancelled:', task.cancelled())

asyncio.run(main())
