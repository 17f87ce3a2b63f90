import asyncio


async def set_after(future, delay, value):
    await asyncio.sleep(delay)
    future.set_result(value)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.create_task(set_after(future, 0.3, "... world"))
    print("hello ...")
    print(await future, future)
    for call in (future.set_result, future.result):
        try:
            print(call(*[None][: call == future.set_result]))
        except asyncio.InvalidStateError as error:
            print(repr(error))


asyncio.run(main())
