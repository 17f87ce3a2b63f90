import asyncio


def show(future):
    print("callback:", "cancelled" if future.cancelled() else future.exception() or future.result())


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(3)]
    for future in futures:
        future.add_done_callback(show)
    print(futures[0].remove_done_callback(show), futures[0].add_done_callback(show))
    futures[0].set_result("result")
    futures[1].set_exception(ValueError("exception"))
    futures[2].cancel("message")
    print("callbacks run later")
    await asyncio.sleep(0)
    try:
        loop.create_future().set_exception(StopIteration)
    except (TypeError, RuntimeError) as error:
        print(error)
    try:
        futures[2].exception()
    except asyncio.CancelledError as error:
        print(repr(error))
    print(asyncio.isfuture(futures[0]), asyncio.ensure_future(futures[0]) is futures[0])


asyncio.run(main())
