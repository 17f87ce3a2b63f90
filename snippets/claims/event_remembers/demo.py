import asyncio

inside = []

async def waiter(event, number):
    await event.wait()
    inside.append(number)
    await asyncio.sleep(0.2)

async def waits(coro):
    # whether it is still waiting after a while
    task = asyncio.create_task(coro)
    await asyncio.sleep(0.2)
    return task.cancel()

async def wait_for_notice(condition):
    async with condition:
        await condition.wait()

async def main():
    event, condition = asyncio.Event(), asyncio.Condition()
    waiters = [
        asyncio.create_task(waiter(event, n)) for n in range(3)]
    await asyncio.sleep(0.2)
    print('before set(), inside:', inside)
    event.set()
    await asyncio.sleep(0.1)
    print('after set(), inside:', inside)
    print('who comes later waits:', await waits(event.wait()))
    event.clear()
    print('after clear() one waits:', await waits(event.wait()))

    async with condition:
        condition.notify_all()
    notice = wait_for_notice(condition)
    print('after notify_all() one waits:', await waits(notice))
    await asyncio.wait(waiters)

asyncio.run(main())
