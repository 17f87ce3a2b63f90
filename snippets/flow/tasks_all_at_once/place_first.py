import asyncio

most = 0

async def fetch(number):
    global most
    most = max(most, len(asyncio.all_tasks()))
    await asyncio.sleep(0.25)
    print('fetched page', number)

async def main():
    places = asyncio.Semaphore(3)
    async with asyncio.TaskGroup() as tg:
        for number in range(9):
            await places.acquire()
            task = tg.create_task(fetch(number))
            # give the place back, however the task ends
            task.add_done_callback(lambda task: places.release())
    print('tasks at most, not counting main:', most - 1)

asyncio.run(main())
