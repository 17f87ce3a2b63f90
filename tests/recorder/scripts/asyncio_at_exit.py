import asyncio
import atexit


async def main(word):
    await asyncio.sleep(0.2)
    print(word)


def fails():
    raise ValueError("at exit")


atexit.register(asyncio.run, main("registered first"))
atexit.register(fails)
atexit.register(lambda: asyncio.run(main("registered last")))
asyncio.run(main("run"))
raise LookupError("the end")
