import asyncio


def fails(word):
    raise RuntimeError(word)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(fails, "soon")
    loop.call_later(0.2, fails, "later")
    loop.set_exception_handler(lambda loop, context: print("handled", context["exception"]))
    loop.call_later(0.1, print, "between")
    await asyncio.sleep(1)


asyncio.run(main())
