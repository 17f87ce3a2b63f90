import asyncio


async def child():
    await asyncio.sleep(0.1)
    return "child"


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
future = loop.create_future()
loop.call_later(0.1, future.set_result, "set later")
print(loop.run_until_complete(future))
print(loop.run_until_complete(child()))
loop.call_soon(loop.stop)
loop.call_soon(print, "in the same turn as stop")
loop.run_forever()
task = loop.create_task(child())
loop.call_later(0.05, loop.stop)
try:
    loop.run_until_complete(task)
except RuntimeError as error:
    print(error)
print(loop.run_until_complete(task), loop.is_running(), loop.is_closed())
loop.run_until_complete(loop.shutdown_asyncgens())
loop.close()
try:
    loop.call_soon(print)
except RuntimeError as error:
    print(error)
