import gevent
from gevent import socket
from gevent.pool import Group
from gevent.server import StreamServer

def shout(conn, address):
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data.decode().upper().encode())

def ask(question):
    with socket.create_connection(server.address) as conn:
        conn.sendall(question.encode())
        return conn.recv(1024).decode()

server = StreamServer(('127.0.0.1', 0), shout)
server.start()

names = ['anna', 'bert', 'carl', 'dora', 'emil']
for answer in Group().map(lambda name: ask(f'hello from {name}'), names):
    print(answer)

server.stop()
