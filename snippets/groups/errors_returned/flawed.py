import asyncio

async def send(address):
    await asyncio.sleep(1)
    if '@' not in address:
        raise ValueError('no such address')
    print('sent to', address)

async def main():
    addresses = ['ann@home', 'bob', 'eve@work']
    # one bad address must not stop the others
    await asyncio.gather(
        *[send(address) for address in addresses],
        return_exceptions=True)
    print('main: sent to all')

asyncio.run(main())
