import asyncio
import threading

async def foo():
    await asyncio.sleep(1)
    print("foo, in", threading.current_thread().name)

loop = asyncio.new_event_loop()
thread = threading.Thread(
    target=loop.run_forever, name="the loop's thread")
thread.start()
try:
    # task runs on the event loop we just created, in its thread
    future = asyncio.run_coroutine_threadsafe(foo(), loop)
    # the main thread could do other things here
    future.result()
    print("done, in", threading.current_thread().name)
finally:
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
