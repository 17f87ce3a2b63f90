import asyncio

class Connection:
    async def __aenter__(self):
        self.is_open = True
        return self

    async def send(self, text):
        if not self.is_open:
            raise ConnectionError('already closed')
        print('sent:', text)

    async def __aexit__(self, *error):
        self.is_open = False
        print('connection closed')

async def rows(connection):
    await connection.send('begin')
    try:
        for number in range(3):
            yield number
    finally:
        await connection.send('rollback')

async def main():
    async with Connection() as connection:
        async for number in rows(connection):
            print('main: row', number)
            break
    await asyncio.sleep(0.5)
    print('main: ends')

asyncio.run(main())
