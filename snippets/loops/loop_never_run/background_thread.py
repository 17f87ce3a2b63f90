import asyncio
import threading
from concurrent.futures import Future

async def foo():
    await asyncio.sleep(1)
    print("foo, in", threading.current_thread().name)

async def serve(ready):
    # until somebody sets this event, the loop runs
    stop = asyncio.Event()
    ready.set_result((asyncio.get_running_loop(), stop))
    await stop.wait()

ready = Future()
thread = threading.Thread(
    target=asyncio.run, args=[serve(ready)],
    name="the loop's thread")
thread.start()
loop, stop = ready.result()
try:
    # task runs on that loop, in its thread
    future = asyncio.run_coroutine_threadsafe(foo(), loop)
    # the main thread could do other things here
    future.result()
    print("done, in", threading.current_thread().name)
finally:
    # run() then cancels what is left, and closes the loop
    loop.call_soon_threadsafe(stop.set)
    thread.join()
