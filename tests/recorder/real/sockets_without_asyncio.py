import socket

server = socket.create_server(("127.0.0.1", 0))
client = socket.create_connection(server.getsockname())
accepted, _ = server.accept()
client.sendall(b"by hand")
print(accepted.recv(100))
for connection in (server, client, accepted):
    connection.close()
