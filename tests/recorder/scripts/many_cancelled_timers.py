import asyncio


async def main():
    loop = asyncio.get_running_loop()
    timers = [loop.call_later(1 + number / 1000, print, "never", number) for number in range(300)]
    for timer in timers[:-1]:
        timer.cancel()
    loop.call_later(0.1, timers[-1].cancel)
    await asyncio.sleep(0.2)
    print("only those that count:", len([timer for timer in timers if not timer.cancelled()]))


asyncio.run(main())
