import asyncio


async def twice():
    await asyncio.sleep(3)
    await asyncio.sleep(2)
    print("twice")


async def waiter(event):
    await event.wait()
    print("waiter")


async def main():
    event = asyncio.Event()
    both = asyncio.gather(twice(), waiter(event))
    await asyncio.sleep(5)
    event.set()
    print("main")
    await both


asyncio.run(main())
