import asyncio
import selectors


class Travelling(selectors.SelectSelector):
    now = 0.0

    def select(self, timeout=None):
        self.now += max(timeout or 0, 0)
        return super().select(0)


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.selector = Travelling()
        super().__init__(self.selector)

    def time(self):
        return self.selector.now


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(3600)
    print(loop.time())
    async with asyncio.timeout(86400):
        await asyncio.sleep(7200)
    print(loop.time())


with asyncio.Runner(loop_factory=Loop) as runner:
    runner.run(main())
