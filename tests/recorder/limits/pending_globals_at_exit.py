import asyncio


async def waits(name):
    try:
        await asyncio.sleep(1)
    finally:
        print(name, "is unwound")


loop = asyncio.new_event_loop()
tasks = [loop.create_task(waits(name), name=name) for name in ("one", "two")]
loop.call_later(0.1, loop.stop)
loop.run_forever()
print("the end; nothing is closed")
