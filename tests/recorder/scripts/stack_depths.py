import asyncio
import inspect
import sys
import traceback


def depth():
    frame, count = sys._getframe(), 0
    while frame:
        frame, count = frame.f_back, count + 1
    return count


async def child():
    print("stack:", [frame.function for frame in inspect.stack()])
    await asyncio.sleep(0.01)
    print("task stack:", [frame.f_code.co_name for frame in asyncio.current_task().get_stack()])
    traceback.print_stack(limit=3)


async def main():
    asyncio.get_running_loop().call_soon(lambda: print("callback at", depth()))
    task = asyncio.create_task(child())
    await asyncio.sleep(0)
    task.print_stack()
    await task
    print("main at", depth())


print("module at", depth())
asyncio.run(main())
