import asyncio


class Fast(asyncio.SelectorEventLoop):
    def time(self):
        return super().time() * 100


async def main():
    loop = asyncio.get_running_loop()
    began = loop.time()
    await asyncio.sleep(0.2)
    print("slept about twenty:", 15 < loop.time() - began < 40)
    try:
        async with asyncio.timeout(0.2):
            await asyncio.sleep(50)
    except TimeoutError:
        print("timed out")


with asyncio.Runner(loop_factory=Fast) as runner:
    runner.run(main())
