import asyncio


async def never():
    print("never")


loop = asyncio.new_event_loop()
task = loop.create_task(never())
print("the end")
