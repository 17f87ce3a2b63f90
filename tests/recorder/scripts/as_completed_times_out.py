import asyncio
import sys


async def after(seconds):
    await asyncio.sleep(seconds)
    return seconds


async def main():
    for earliest in asyncio.as_completed([after(0.3), after(0.1), after(0.5)], timeout=0.4):
        try:
            print(await earliest)
        except TimeoutError:
            print("timed out")
    if sys.version_info >= (3, 13):
        tasks = [asyncio.create_task(after(seconds), name=f"t{seconds}") for seconds in (0.2, 0.1)]
        async for task in asyncio.as_completed(tasks):
            print(task.get_name(), task is tasks[0] or task is tasks[1], await task)


asyncio.run(main())
