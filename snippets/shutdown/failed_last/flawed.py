import asyncio

async def keep_notes():
    notes = []
    try:
        while True:
            await asyncio.sleep(0.4)
            notes.append('hello')
    finally:
        print('saving', len(notes), 'notes')
        raise OSError('disk full')

async def main():
    notes = asyncio.create_task(keep_notes())
    await asyncio.sleep(1)
    print('main ends; notes done:', notes.done())

asyncio.run(main())
print('all is well')
