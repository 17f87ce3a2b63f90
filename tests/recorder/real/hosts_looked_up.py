import asyncio
import socket


async def main():
    found = await asyncio.get_running_loop().getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM)
    print(found)
    print(socket.gethostbyname("127.0.0.1"))


asyncio.run(main())
