import asyncio
import time

def work(seconds):
    # stands for computing, or for a call that blocks
    time.sleep(seconds)

async def report():
    await asyncio.sleep(0.1)
    work(0.02)
    work(0.7)
    work(0.02)
    work(0.02)
    await asyncio.sleep(0.2)
    print('report: saved')

async def tick():
    loop = asyncio.get_running_loop()
    for number in range(3):
        due = loop.time() + 0.4
        await asyncio.sleep(0.4)
        late = loop.time() - due > 0.3
        print('tick', number, 'late' if late else 'on time')

async def main():
    loop = asyncio.get_running_loop()
    loop.slow_callback_duration = 0.3
    await asyncio.gather(report(), tick())

asyncio.run(main(), debug=True)
