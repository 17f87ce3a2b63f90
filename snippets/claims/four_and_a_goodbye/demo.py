import asyncio

raised = []

async def foo():
    times = 0
    try:
        while True:
            await asyncio.sleep(0.5)
            times += 1
    except BaseException as error:
        print('foo {} times, then {!r}'.format(times, error))
        raised.append(error)
        raise

async def main():
    task1 = asyncio.create_task(foo())
    await asyncio.sleep(2.5)
    print('cancel() asks:', task1.cancel())
    print('and task1 is done:', task1.done())
    await asyncio.wait([task1])
    print('after one more turn:', task1.done())

    # one that has not begun
    task2 = asyncio.create_task(foo())
    task2.cancel()
    await asyncio.wait([task2])
    cancelled = task1.cancelled() + task2.cancelled()
    print('cancelled: {}, raised in: {}'.format(
        cancelled, len(raised)))

asyncio.run(main())
