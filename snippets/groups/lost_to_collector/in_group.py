import asyncio
import gc
import socket

async def listen(sock):
    reader, writer = await asyncio.open_connection(sock=sock)
    try:
        print('listen: waiting')
        line = await reader.readline()
        print('listen: got', line.decode().strip())
    finally:
        print('listen: closing')
        writer.close()

async def main():
    here, there = socket.socketpair()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(listen(here))
        await asyncio.sleep(0.3)

        # Python does this by itself, every now and then
        gc.collect()

        print('main: sends hello')
        there.send(b'hello\n')
    there.close()

asyncio.run(main())
