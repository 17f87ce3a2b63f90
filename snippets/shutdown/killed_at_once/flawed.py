import asyncio
import os
import signal

async def answer(number):
    print('request', number)
    await asyncio.sleep(0.7)
    print('answer', number)

async def main():
    # stands for systemd, Docker, or `kill`
    loop = asyncio.get_running_loop()
    loop.call_later(1.05, os.kill, os.getpid(), signal.SIGTERM)

    number = 0
    try:
        while True:
            number += 1
            await answer(number)
    finally:
        print('goodbye to the database')

asyncio.run(main())
