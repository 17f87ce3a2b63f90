import asyncio
import selectors


class Counting(selectors.BaseSelector):
    def __init__(self):
        self.inner, self.waits = selectors.DefaultSelector(), 0
        self.register, self.unregister = self.inner.register, self.inner.unregister
        self.modify, self.get_map = self.inner.modify, self.inner.get_map

    register = unregister = get_map = None

    def select(self, timeout=None):
        self.waits += timeout != 0
        return self.inner.select(timeout)


selector = Counting()


async def main():
    for number in range(3):
        await asyncio.sleep(0.1)
        print(number)


with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(selector)) as runner:
    runner.run(main())
    print("waited", selector.waits >= 3)
