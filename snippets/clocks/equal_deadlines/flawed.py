import asyncio

async def main():
    loop = asyncio.get_running_loop()
    moment = loop.time() + 0.1
    for number in range(6):
        loop.call_at(moment, print, 'call', number)
    await asyncio.sleep(0.2)

asyncio.run(main())
