import asyncio
import os


async def main():
    loop = asyncio.get_running_loop()
    end, other = os.pipe()
    reader = asyncio.StreamReader()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(end, "rb"))
    loop.call_later(0.1, os.write, other, b"through a pipe\n")
    print(await reader.readline())
    transport.close()


asyncio.run(main())
