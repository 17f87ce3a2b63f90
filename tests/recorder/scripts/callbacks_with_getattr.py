import asyncio


class Callback:
    def __call__(self, *arguments):
        print("called", arguments)

    def __getattr__(self, name):
        print("asked for", name)
        raise AttributeError(name)


class Strict:
    def __call__(self):
        print("called")

    def __getattr__(self, name):
        raise LookupError(name)


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(Callback(), 1)
    loop.call_later(0.01, Callback(), 2)
    loop.call_soon(Strict())
    await asyncio.sleep(0.1)


asyncio.run(main())
