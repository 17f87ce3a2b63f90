import asyncio
import inspect
import time


async def main():
    loop = asyncio.get_running_loop()
    print(time.sleep, time.time, time.monotonic.__self__ is time, inspect.isbuiltin(time.perf_counter))
    print(inspect.signature(time.sleep), time.time_ns.__module__, (time.ctime.__doc__ or "").splitlines()[:1])
    print(str(loop.call_later(0, time.sleep, 0)).rpartition("/")[2].partition("when")[0])
    print(str(loop.call_soon(time.perf_counter)).rpartition("/")[2])
    await asyncio.sleep(0)
    print(repr(loop.time).partition(" of ")[0])


asyncio.run(main())
