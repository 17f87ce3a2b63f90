import asyncio


async def main():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout_at(loop.time() + 0.3) as outer:
            try:
                async with asyncio.timeout(0.1) as inner:
                    await asyncio.sleep(5)
            except TimeoutError:
                print("inner", inner.expired(), outer.expired())
            await asyncio.sleep(5)
    except TimeoutError:
        print("outer", inner.expired(), outer.expired())
    try:
        async with asyncio.timeout(-1):
            await asyncio.sleep(0)
            print("never printed")
    except TimeoutError:
        print("already past")
    try:
        async with inner:
            pass
    except RuntimeError as error:
        print(error)
    print(asyncio.current_task().cancelling())


asyncio.run(main())
