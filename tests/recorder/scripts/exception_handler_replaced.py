import asyncio


def handler(loop, context):
    print("handler:", sorted(context), context["message"])
    if "exception" in context:
        raise RuntimeError("the handler itself")


async def fails():
    raise ValueError("lost")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    asyncio.create_task(fails())
    await asyncio.sleep(0.1)
    loop.call_soon(int, "no number")
    await asyncio.sleep(0.1)
    loop.set_exception_handler(None)
    loop.call_soon(int, "no number either")
    await asyncio.sleep(0.1)
    print(loop.get_exception_handler())


asyncio.run(main())
