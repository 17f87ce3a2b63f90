import asyncio


async def precious():
    await asyncio.sleep(0.3)
    print("the shielded one finished")
    raise ValueError("after nobody waits")


async def outer():
    try:
        await asyncio.shield(precious())
    except asyncio.CancelledError:
        print("outer cancelled")
        raise


async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(0.1)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))
    await asyncio.sleep(0.5)
    print("end of main")


asyncio.run(main())
