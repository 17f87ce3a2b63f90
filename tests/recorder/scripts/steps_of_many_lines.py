import asyncio


async def counts():
    total = 0
    for number in range(200_000):
        total += number
    print("counted", total)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.4, print, "the timer")
    await counts()
    await asyncio.sleep(0)
    print("after counting")
    await asyncio.sleep(0.5)


asyncio.run(main())
