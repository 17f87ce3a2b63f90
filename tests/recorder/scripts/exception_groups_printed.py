import asyncio


async def fails(error):
    await asyncio.sleep(0.01)
    raise error


async def nested():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails(KeyError("deep")))
        group.create_task(fails(OSError(2, "No such thing", "file.txt")))


async def main():
    noted = ValueError("with a note")
    noted.add_note("first note")
    noted.add_note("second note\nof two lines")
    async with asyncio.TaskGroup() as group:
        group.create_task(nested())
        group.create_task(fails(noted))


asyncio.run(main())
