import asyncio


async def main():
    loop = asyncio.get_running_loop()
    deadline = loop.time() + 1
    try:
        async with asyncio.timeout_at(deadline):
            for n in range(4):
                await asyncio.sleep(0.25)
                print(n)
    except TimeoutError:
        print("late")


asyncio.run(main())
