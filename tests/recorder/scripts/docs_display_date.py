import asyncio
import datetime

began = None


def display(end, loop):
    now = datetime.datetime.now()
    print(round((now - began).total_seconds(), 1))
    if loop.time() + 0.2 < end:
        loop.call_later(0.2, display, end, loop)
    else:
        loop.stop()


loop = asyncio.new_event_loop()
began = datetime.datetime.now()
loop.call_soon(display, loop.time() + 0.9, loop)
try:
    loop.run_forever()
finally:
    loop.close()
