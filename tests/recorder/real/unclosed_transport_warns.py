import asyncio
import gc
import warnings

warnings.simplefilter("always")


async def main():
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.05)
    number = writer.get_extra_info("socket").fileno()
    print("descriptor", number)
    writer.close()
    server.close()
    del writer, server
    gc.collect()


asyncio.run(main())
