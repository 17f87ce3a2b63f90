import asyncio
import time


async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)


async def in_turn():
    await say_after(0.4, "hello")
    await say_after(0.6, "world")


async def side_by_side():
    hello = asyncio.create_task(say_after(0.4, "hello"))
    world = asyncio.create_task(say_after(0.6, "world"))
    await hello
    await world


async def in_a_group():
    async with asyncio.TaskGroup() as group:
        group.create_task(say_after(0.4, "hello"))
        group.create_task(say_after(0.6, "world"))
    print("both tasks have completed now")


for way in (in_turn, side_by_side, in_a_group):
    began = time.monotonic()
    asyncio.run(way())
    print(way.__name__, "took the sum" if time.monotonic() - began > 0.95 else "took the longer of the two")
