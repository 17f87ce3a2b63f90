import asyncio
import gc
import socket

# holds on to tasks that nobody awaits
background = set()

def start(coro):
    task = asyncio.create_task(coro)
    background.add(task)
    task.add_done_callback(background.discard)

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
    start(listen(here))
    await asyncio.sleep(0.3)

    # Python does this by itself, every now and then
    gc.collect()

    print('main: sends hello')
    there.send(b'hello\n')
    await asyncio.sleep(0.3)
    there.close()

asyncio.run(main())
