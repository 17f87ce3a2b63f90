import asyncio


async def handle_echo(reader, writer):
    data = await reader.read(100)
    address = writer.get_extra_info("peername")
    print(f"Received {data.decode()!r} from {address[0]!r}")
    print(f"Send: {data.decode()!r}")
    writer.write(data)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(port, message):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(message.encode())
    await writer.drain()
    data = await reader.read(100)
    print(f"Received back: {data.decode()!r}")
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(handle_echo, "127.0.0.1", 0)
    async with server:
        await client(server.sockets[0].getsockname()[1], "Hello World!")


asyncio.run(main())
