import asyncio


async def main(name):
    await asyncio.sleep(0.5)
    print(name, asyncio.current_task().get_name())


asyncio.run(main("first"))
asyncio.run(main("second"))
with asyncio.Runner() as runner:
    runner.run(main("third"))
    runner.run(main("fourth"))
loop = asyncio.new_event_loop()
loop.call_later(1, loop.stop)
loop.run_forever()
loop.close()
print("closed")
