import asyncio

async def foo():
    await asyncio.sleep(1)

def callback():
    print('a callback runs in', asyncio.current_task())

async def main():
    print('main runs in a', type(asyncio.current_task()).__name__)
    asyncio.get_running_loop().call_soon(callback)

    coro = foo()
    task = asyncio.create_task(coro)
    print('create_task() returns a', type(task).__name__)
    print('it is a Future:', isinstance(task, asyncio.Future))
    print('it is a coroutine:', asyncio.iscoroutine(task))
    print('it runs the coroutine:', task.get_coro() is coro)
    await task

asyncio.run(main())
