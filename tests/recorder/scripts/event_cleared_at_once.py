import asyncio


async def waiter(number, event):
    await event.wait()
    print(number, "woke; set:", event.is_set())


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waiter(number, event)) for number in range(3)]
    await asyncio.sleep(0)
    event.set()
    event.clear()
    late = asyncio.create_task(waiter("late", event))
    await asyncio.sleep(0.1)
    print([task.done() for task in (*tasks, late)], repr(event).partition("[")[2])
    event.set()
    await late


asyncio.run(main())
