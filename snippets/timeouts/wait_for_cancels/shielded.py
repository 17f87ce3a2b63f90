import asyncio

async def download():
    await asyncio.sleep(2.5)
    return 'the file'

async def main():
    task = asyncio.create_task(download())
    while True:
        try:
            result = await asyncio.wait_for(asyncio.shield(task), 1)
            break
        except TimeoutError:
            if task.done():
                raise  # it was the download that said so
            print('still waiting')
    print('got', result)

asyncio.run(main())
