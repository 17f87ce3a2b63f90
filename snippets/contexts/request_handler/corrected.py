import asyncio
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

class RequestHandler:
    def __init__(self, store_url):
        self.url = urlsplit(store_url)

    async def __aenter__(self):
        self.answers, self.requests = await asyncio.open_connection(
            self.url.hostname, self.url.port)
        print('handler: connected')
        return self

    async def __aexit__(self, *exc_info):
        try:
            async with asyncio.timeout(1):
                self.requests.write_eof()
                await self.answers.read()  # until it hangs up
        finally:
            self.requests.close()
            async with asyncio.timeout(1):
                await self.requests.wait_closed()
            print('handler: closed')

    @asynccontextmanager
    async def open_read(self, obj_id, config):
        print('handler: opening', obj_id)
        await self.ask(f'open {obj_id} {config}')
        print('handler: opened', obj_id)
        try:
            yield self  # which can read now
        finally:
            async with asyncio.timeout(1):
                await self.ask(f'close {obj_id}')

    async def read(self, start, count):
        return await self.ask(f'read {start} {count}')

    async def ask(self, request):
        self.requests.write(f'{request}\n'.encode())
        await self.requests.drain()
        return (await self.answers.readline()).rstrip()

# A small store, so that there is one to talk to
async def store(requests, answers):
    while request := (await requests.readline()).decode().split():
        print('store:', *request)
        frames = int(request[2]) if request[0] == 'read' else 0
        answers.write(b'#' * frames + b'\n')
        await answers.drain()
    print('store: hanging up')
    answers.close()
    await answers.wait_closed()

async def main():
    server = await asyncio.start_server(store, '127.0.0.1', 0)
    host, port = server.sockets[0].getsockname()
    store_url = f'tcp://{host}:{port}'
    obj_id, config = 'film', 'raw'
    async with server, RequestHandler(store_url) as handler:
        async with handler.open_read(
                obj_id, config=config) as reader:
            frames = await reader.read(720, count=480)

            # Do other things using reader
            print('main:', len(frames), 'frames')

        # Do other things using handler
        print('main: the reader is closed')

asyncio.run(main())
