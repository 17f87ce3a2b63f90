# Tasks of asyncio's class in Python, and one that is only entered as such: no asyncio.Task, and followed by nobody.
import asyncio


class Stranger:
    pass


async def child(n):
    print("child", n, type(asyncio.current_task()).__name__)
    task = asyncio.get_running_loop().create_task(asyncio.sleep(0.1 * n, n))
    return await task


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **more: asyncio.tasks._PyTask(coro, loop=loop, **more))
    tasks = [asyncio.create_task(child(n), name=f"child {n}") for n in range(3)]
    print(await asyncio.gather(*tasks))
    tasks = [asyncio.create_task(child(n)) for n in range(2)]
    tasks[1].cancel()
    print(await asyncio.wait(tasks) and [task.cancelled() for task in tasks])
    me, stranger = asyncio.current_task(), Stranger()
    asyncio.tasks._leave_task(loop, me)
    asyncio.tasks._enter_task(loop, stranger)
    print("as a stranger:", asyncio.current_task() is stranger)
    loop.call_soon(print, "called")
    coroutine = child(9)
    loop.create_task(coroutine).cancel()
    asyncio.tasks._leave_task(loop, stranger)
    asyncio.tasks._enter_task(loop, me)
    await asyncio.sleep(0.1)


asyncio.run(main())
