import asyncio

async def foo():
    await asyncio.sleep(1)
    print("foo")

loop = asyncio.new_event_loop()
try:
    # task waiting for its turn on the loop we just created
    task = loop.create_task(foo())
    # nothing runs before this line
    loop.run_until_complete(task)
finally:
    loop.close()
