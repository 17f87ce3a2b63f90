import asyncio
import socket


async def main():
    loop = asyncio.get_running_loop()
    one, two = socket.socketpair()
    one.setblocking(False)
    two.setblocking(False)
    receiving = asyncio.create_task(loop.sock_recv(two, 100))
    await asyncio.sleep(0.05)
    await loop.sock_sendall(one, b"over a pair")
    print(await receiving)
    one.close()
    two.close()


asyncio.run(main())
