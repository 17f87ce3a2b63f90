import asyncio
import os


async def main():
    loop = asyncio.get_running_loop()
    end, other = os.pipe()
    transport, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(other, "wb"))
    await asyncio.sleep(0)
    transport.write(b"through a pipe")
    print(os.read(end, 100))
    transport.close()


asyncio.run(main())
