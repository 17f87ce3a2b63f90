import asyncio
from socket import socketpair

reader, writer = socketpair()
loop = asyncio.new_event_loop()


def read():
    print("Received:", reader.recv(100).decode())
    loop.remove_reader(reader)
    loop.stop()


loop.add_reader(reader, read)
loop.call_soon(writer.send, b"abc")
loop.run_forever()
reader.close()
writer.close()
loop.close()
