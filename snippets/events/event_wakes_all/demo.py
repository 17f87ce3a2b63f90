import asyncio

async def guest(name, door):
    print(name, 'waits')
    await door.wait()
    print(name, 'goes in')

async def main():
    door = asyncio.Event()
    async with asyncio.TaskGroup() as tg:
        for name in ('ann', 'bob'):
            tg.create_task(guest(name, door))
        await asyncio.sleep(1)
        door.set()
        print('the door is open')

asyncio.run(main())
