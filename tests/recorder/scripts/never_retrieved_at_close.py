import asyncio


async def fails(word):
    try:
        raise KeyError(word)
    except KeyError as error:
        raise ValueError(word) from error


kept = []


async def main():
    kept.append(asyncio.create_task(fails("kept to the end"), name="kept"))
    kept.append(asyncio.get_running_loop().create_future())
    kept[-1].set_exception(OSError("a future's"))
    await asyncio.sleep(0.1)


asyncio.run(main())
print("the loop is closed")
kept.pop()
print("one gone")
