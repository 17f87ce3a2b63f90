import asyncio
import os


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon_threadsafe(print, "threadsafe, from its own thread")
    loop.call_soon(loop.call_soon_threadsafe, print, "again")
    event = asyncio.Event()
    loop.call_later(0.1, loop.call_soon_threadsafe, event.set)
    await event.wait()
    reader, writer = os.pipe()
    os.write(writer, b"through a pipe")
    print(os.read(reader, 100))
    os.close(reader)
    os.close(writer)


asyncio.run(main())
