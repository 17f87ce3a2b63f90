import asyncio
import gc


async def fails(number):
    try:
        raise ValueError(number)
    except ValueError as error:
        kept = error
        raise
    finally:
        await asyncio.sleep(0)


async def main():
    for number in range(3):
        task = asyncio.create_task(fails(number), name=f"cycle {number}")
        await asyncio.wait([task])
        del task
    print("none is collected yet")
    gc.collect()
    print("now they are")


gc.disable()
asyncio.run(main())
