import asyncio


async def main():
    loop = asyncio.get_running_loop()
    now = loop.time()
    loop.call_at(now + 0.3, print, "at 0.3")
    loop.call_later(0.1, print, "later 0.1")
    loop.call_at(now + 0.2, print, "at 0.2")
    cancelled = loop.call_later(0.15, print, "never printed")
    loop.call_soon(print, "soon one")
    loop.call_soon(loop.call_soon, print, "soon from soon")
    loop.call_soon(print, "soon two")
    gone = loop.call_soon(print, "never printed")
    gone.cancel()
    loop.call_later(0, print, "later 0")
    loop.call_later(-1, print, "later in the past")
    cancelled.cancel()
    print(cancelled.cancelled(), gone, round(cancelled.when() - now, 1))
    await asyncio.sleep(0)
    print("after one turn")
    await asyncio.sleep(0.4)


asyncio.run(main())
