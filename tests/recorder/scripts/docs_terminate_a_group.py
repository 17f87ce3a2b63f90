import asyncio


class Terminate(Exception):
    pass


async def terminate():
    raise Terminate


async def job(number, seconds):
    print(f"job {number}: starts")
    await asyncio.sleep(seconds)
    print(f"job {number}: is done")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(job(1, 0.2))
            group.create_task(job(2, 0.6))
            await asyncio.sleep(0.4)
            group.create_task(terminate())
    except* Terminate:
        print("terminated")


asyncio.run(main())
