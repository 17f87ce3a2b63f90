import asyncio

async def main():
    loop = asyncio.get_running_loop()
    print('running:', loop.is_running())
    return loop

loop = asyncio.run(main())
print('running:', loop.is_running())
print('closed:', loop.is_closed())
