import asyncio

async def download():
    await asyncio.sleep(2.5)
    return 'the file'

async def main():
    task = asyncio.create_task(download())
    while True:
        await asyncio.wait([task], timeout=1)
        if task.done():
            result = task.result()
            break
        print('still waiting')
    print('got', result)

asyncio.run(main())
