import asyncio
import functools
import os
import signal


def ask_exit(name, loop):
    print(f"got signal {name}: exit")
    loop.stop()


async def main():
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM"):
        loop.add_signal_handler(getattr(signal, name), functools.partial(ask_exit, name, loop))
    loop.call_later(0.2, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.sleep(3600)


try:
    asyncio.run(main())
except RuntimeError as error:
    print(error)
