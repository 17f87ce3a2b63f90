import asyncio

def calls():
    for number in range(6):
        print('call', number)

async def main():
    loop = asyncio.get_running_loop()
    moment = loop.time() + 0.1
    loop.call_at(moment, calls)
    await asyncio.sleep(0.2)

asyncio.run(main())
