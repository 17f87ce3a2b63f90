import asyncio

async def which():
    return asyncio.get_running_loop()

first = asyncio.run(which())
second = asyncio.run(which())
print('the same loop:', first is second)
print('both closed:', first.is_closed() and second.is_closed())
