import asyncio

most = 0

async def fetch(number):
    global most
    most = max(most, len(asyncio.all_tasks()))
    await asyncio.sleep(0.25)
    print('fetched page', number)

async def worker(numbers):
    for number in numbers:
        await fetch(number)

async def main():
    numbers = iter(range(9))
    async with asyncio.TaskGroup() as tg:
        for _ in range(3):
            tg.create_task(worker(numbers))
    print('tasks at most, not counting main:', most - 1)

asyncio.run(main())
