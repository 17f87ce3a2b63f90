import asyncio

async def shrink(picture, seconds):
    await asyncio.sleep(seconds)
    if picture == 'cat':
        raise ValueError('not a picture')
    print(picture, 'is small')

async def guard(job, *args):
    # the failure ends here; the group never sees it
    try:
        await job(*args)
    except Exception as error:
        name = asyncio.current_task().get_name()
        print(name, 'failed:', error)

async def main():
    async with asyncio.TaskGroup() as tg:
        for picture, seconds in [
                ('dog', 1), ('cat', 2), ('owl', 3)]:
            work = guard(shrink, picture, seconds)
            tg.create_task(work, name=picture)

asyncio.run(main())
