import asyncio


async def main():
    event = asyncio.Event()
    x = 1
    d = locals()
    asyncio.get_running_loop().call_later(0.01, event.set)
    await event.wait()
    print(d["x"])


asyncio.run(main())
