import asyncio
from dataclasses import dataclass, field


@dataclass(order=True)
class Job:
    priority: int
    name: str = field(compare=False)


async def main():
    last = asyncio.LifoQueue(3)
    for number in range(3):
        last.put_nowait(number)
    print([await last.get() for _ in range(3)])
    first = asyncio.PriorityQueue()
    for job in (Job(3, "c"), Job(1, "a"), Job(2, "b")):
        await first.put(job)
    print([(await first.get()).name for _ in range(3)])
    try:
        await first.put((1, {}))
        await first.put((1, {}))
    except TypeError as error:
        print(error)
    getter = asyncio.create_task(last.get())
    await asyncio.sleep(0)
    getter.cancel()
    last.put_nowait("kept")
    await asyncio.wait([getter])
    print(last.qsize())


asyncio.run(main())
