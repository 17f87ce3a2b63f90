import asyncio
import tempfile

async def write(file, who):
    for part in 1, 2:
        file.write('{}{} '.format(who, part))
        await asyncio.sleep(0)

async def hold(lock, account):
    async with lock:
        before = account['balance']
        await asyncio.sleep(0.5)
        print('held, from', before, 'to', account['balance'])

async def intrude(account):
    # does not ask for the lock
    account['balance'] += 5

async def main():
    with tempfile.TemporaryFile('w+') as file:
        await asyncio.gather(write(file, 'a'), write(file, 'b'))
        file.seek(0)
        print('in the file:', file.read().strip())

    # what a connection is read from
    reader = asyncio.StreamReader()
    two = asyncio.gather(reader.readline(), reader.readline(),
                         return_exceptions=True)
    await asyncio.sleep(0.5)
    reader.feed_data(b'one answer\n')
    for answer in await two:
        print('from the connection:', repr(answer))

    lock, account = asyncio.Lock(), {'balance': 10}
    await asyncio.gather(hold(lock, account), intrude(account))

asyncio.run(main())
