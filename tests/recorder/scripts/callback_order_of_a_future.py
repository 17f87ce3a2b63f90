import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    for word in ("one", "two", "one"):
        future.add_done_callback(lambda future, word=word: print("callback", word))
    waiters = [asyncio.ensure_future(waits(future, number)) for number in range(2)]
    await asyncio.sleep(0)
    loop.call_soon(print, "soon, before the result")
    future.set_result(None)
    loop.call_soon(print, "soon, after the result")
    await asyncio.gather(*waiters)


async def waits(future, number):
    await future
    print("waiter", number)


asyncio.run(main())
