import asyncio


async def waiter(number, condition, items):
    async with condition:
        item = await condition.wait_for(lambda: items and items.pop())
        print(number, "took", item)


async def main():
    condition, items = asyncio.Condition(), []
    tasks = [asyncio.create_task(waiter(number, condition, items)) for number in range(4)]
    await asyncio.sleep(0.1)
    async with condition:
        items += ["x", "y"]
        condition.notify(3)
    await asyncio.sleep(0.1)
    print([task.done() for task in tasks])
    tasks[2].cancel()
    async with condition:
        items += ["z"]
        condition.notify_all()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    try:
        condition.notify()
    except RuntimeError as error:
        print(error)


asyncio.run(main())
