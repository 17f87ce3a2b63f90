import asyncio
import threading


async def work(number):
    await asyncio.sleep(0.05)
    return number * 2, threading.current_thread() is threading.main_thread()


loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
print(asyncio.run_coroutine_threadsafe(work(21), loop).result(5))
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
