import asyncio


async def fails():
    await asyncio.sleep(0.01)
    raise ValueError("where was I created?")


def starts_it():
    return asyncio.get_running_loop().create_task(fails(), name="doomed")


async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_debug(), loop.slow_callback_duration)
    task = starts_it()
    print(str(task).rpartition(" created at ")[2].rpartition("/")[2])
    print(str(loop.call_later(1, print)).rpartition("/")[2])
    future = loop.create_future()
    print(future)
    await asyncio.sleep(0.1)
    del task
    try:
        loop.call_soon(fails)
    except TypeError as error:
        print(error)
    asyncio.sleep(1)


asyncio.run(main(), debug=True)
