import asyncio
import collections.abc


class Logged(collections.abc.Coroutine):
    def __init__(self, coroutine):
        self.inner = coroutine

    def __getattr__(self, name):
        print("getattr", name)
        return getattr(self.inner, name)

    def send(self, value):
        print("send", value)
        return self.inner.send(value)

    def throw(self, *error):
        return self.inner.throw(*error)

    def __await__(self):
        return self.inner.__await__()


async def main():
    print(await asyncio.create_task(Logged(asyncio.sleep(0.01, "slept"))))


asyncio.run(main())
