import asyncio


def busy(turns):
    return sum(number * number for number in range(turns))


async def computes():
    for _ in range(4):
        busy(400_000)
        await asyncio.sleep(0)
    return "in time"


async def main():
    try:
        print(await asyncio.wait_for(computes(), 0.02))
    except TimeoutError:
        print("too late")


asyncio.run(main())
