import asyncio

async def cook():
    await asyncio.sleep(60)

async def main():
    asyncio.current_task().set_name('main')
    tea = asyncio.create_task(cook(), name='tea')
    toast = asyncio.create_task(cook(), name='toast')
    found = asyncio.all_tasks()
    print(sorted(task.get_name() for task in found))

    tea.cancel()
    toast.cancel()
    await asyncio.wait([tea, toast])
    print([task.get_name() for task in asyncio.all_tasks()])

asyncio.run(main())
