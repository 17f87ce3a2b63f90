import asyncio
import logging
import time


class Rounding(logging.Handler):
    def emit(self, record):
        print(record.levelname, record.msg, round(record.args[1], 1))


async def blocks():
    time.sleep(0.2)


async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 0.15
    await asyncio.create_task(blocks())
    loop.call_soon(time.sleep, 0.25)
    await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)


logging.getLogger("asyncio").addHandler(Rounding(logging.WARNING))
asyncio.run(main(), debug=True)
