import asyncio


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport
        print("server: connected", type(transport).__name__)

    def data_received(self, data):
        print("server: data", data)
        self.transport.write(data)


class Client(asyncio.Protocol):
    def connection_made(self, transport):
        transport.write(b"over a protocol")

    def data_received(self, data):
        print("client: data", data)
        received.set_result(None)


async def main():
    global received
    loop = asyncio.get_running_loop()
    received = loop.create_future()
    server = await loop.create_server(Echo, "127.0.0.1", 0)
    transport, _ = await loop.create_connection(Client, *server.sockets[0].getsockname())
    await received
    transport.close()
    server.close()


asyncio.run(main())
