import asyncio


async def child():
    return "child"


async def main():
    coroutine = child()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)
    other = asyncio.new_event_loop()
    try:
        other.run_until_complete(coroutine)
    except RuntimeError as error:
        print(error)
    coroutine.close()
    other.close()
    future = other.create_future()
    task = asyncio.create_task(asyncio.wait_for(future, 0.1))
    try:
        await task
    except (RuntimeError, TimeoutError) as error:
        print(type(error).__name__)


asyncio.run(main())
