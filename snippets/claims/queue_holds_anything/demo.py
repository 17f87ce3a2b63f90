import asyncio
import inspect

async def foo():
    print('foo runs')

async def main():
    queue = asyncio.Queue()
    for item in foo(), 'two', 3:
        await queue.put(item)
    # time for whatever has been scheduled
    await asyncio.sleep(0.5)

    items = [await queue.get() for _ in range(3)]
    print('in order:', *[type(item).__name__ for item in items])
    print('the coroutine is', inspect.getcoroutinestate(items[0]))
    await items[0]

    print('its limit is', queue.maxsize)
    print('asyncio.queue exists:', hasattr(asyncio, 'queue'))

asyncio.run(main())
