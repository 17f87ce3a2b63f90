import asyncio


async def child():
    await asyncio.sleep(0.1)
    raise SystemExit("from the child")


async def main():
    task = asyncio.create_task(child())
    try:
        await asyncio.sleep(5)
    except BaseException as error:
        print("main sees", repr(error))
        raise
    finally:
        print(task.done(), "finally")


asyncio.run(main())
