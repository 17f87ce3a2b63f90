import asyncio


class Forgiving(asyncio.Future):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return None


async def main():
    loop = asyncio.get_running_loop()
    future = Forgiving(loop=loop)
    loop.call_later(0.01, future.set_result, "forgiven")
    print(future.no_such_attribute, await future)


asyncio.run(main())
