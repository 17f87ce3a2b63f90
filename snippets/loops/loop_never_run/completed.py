import asyncio

async def foo():
    await asyncio.sleep(1)
    print("foo")

loop = asyncio.new_event_loop()
# task now running on event loop we just created
task = loop.create_task(foo())
