import asyncio


async def slow():
    try:
        await asyncio.sleep(10)
    finally:
        print("slow is over")


async def main():
    try:
        async with asyncio.timeout(1):
            await slow()
    except TimeoutError as error:
        print("timeout", repr(error))
    try:
        await asyncio.wait_for(asyncio.shield(slow()), 1)
    except TimeoutError as error:
        print("wait_for", repr(error))
    done, pending = await asyncio.wait([asyncio.create_task(slow())], timeout=0.5)
    print(len(done), len(pending))
    for first in asyncio.as_completed([asyncio.sleep(2, "b"), asyncio.sleep(1, "a")]):
        print(await first)


asyncio.run(main())
