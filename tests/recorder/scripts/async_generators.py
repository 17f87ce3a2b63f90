import asyncio
import contextvars

name = contextvars.ContextVar("name", default="nobody")


async def numbers():
    try:
        for number in range(10):
            await asyncio.sleep(0.1)
            yield number
    finally:
        await asyncio.sleep(0.1)
        print("cleaned up")


async def child(word):
    name.set(word)
    await asyncio.sleep(0.1)
    print(name.get())


async def main():
    async for number in numbers():
        print(number)
        if number == 2:
            break
    await asyncio.gather(child("a"), child("b"))
    print(name.get())


asyncio.run(main())
