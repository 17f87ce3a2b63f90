import asyncio


async def worker():
    task = asyncio.current_task()
    for _ in range(2):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError as error:
            print("caught", error.args, task.cancelling(), task.uncancel())
    print("goes on", task.cancelling())
    return "result"


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.1)
    print(task.cancel("one"), task.cancel("two"), task.cancelling())
    await asyncio.sleep(0.1)
    print(task.cancel("three"))
    print(await task, task.cancel("too late"), task.cancelled())


asyncio.run(main())
