import asyncio

async def shrink(picture, seconds):
    await asyncio.sleep(seconds)
    if picture == 'cat':
        raise ValueError('not a picture')
    print(picture, 'is small')

async def main():
    try:
        async with asyncio.TaskGroup() as tg:
            for picture, seconds in [
                    ('dog', 1), ('cat', 2), ('owl', 3)]:
                tg.create_task(shrink(picture, seconds))
    except* ValueError as group:
        print('failed:', *group.exceptions)

asyncio.run(main())
