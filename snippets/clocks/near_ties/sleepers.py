import asyncio

async def sleeper(number, event):
    await asyncio.sleep(0.1)
    print('sleeper', number)
    event.set()

async def waiter(event):
    await event.wait()
    print('waiter, woken by sleeper 0')

async def main():
    event = asyncio.Event()
    sleepers = [sleeper(number, event) for number in range(3)]
    await asyncio.gather(waiter(event), *sleepers)

asyncio.run(main())
