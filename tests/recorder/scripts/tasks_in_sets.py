import asyncio

background = set()


async def work(number):
    await asyncio.sleep(number / 100)
    print("worked", number)


def start(coroutine):
    task = asyncio.get_running_loop().create_task(coroutine)
    background.add(task)
    task.add_done_callback(background.discard)
    return task


async def main():
    tasks = [start(work(number)) for number in (5, 2, 9)]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    print(len(background), [task in background for task in tasks], len(asyncio.all_tasks()))
    while background:
        await asyncio.sleep(0.05)
    print(len(asyncio.all_tasks()))


asyncio.run(main())
