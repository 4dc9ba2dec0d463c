from gevent import socket
from gevent.event import Event
from gevent.pool import Group, Pool
from gevent.server import StreamServer

CLIENTS, ROUNDS = 100, 50
open_now = most = connected = 0
everybody = Event()

def echo(conn, address):
    global open_now, most
    open_now += 1
    most = max(most, open_now)
    with conn:
        while data := conn.recv(1024):
            conn.sendall(data)
    open_now -= 1

def talk(id):
    global connected
    right = 0
    with socket.create_connection(server.address) as conn:
        connected += 1
        if connected == CLIENTS:
            everybody.set()
        everybody.wait()
        for round in range(ROUNDS):
            message = f'client {id}, round {round}'.encode()
            conn.sendall(message)
            reply = b''
            while len(reply) < len(message):
                reply += conn.recv(len(message) - len(reply))
            right += reply == message
    return right

server = StreamServer(('127.0.0.1', 0), echo, spawn=Pool())
server.start()
replies = Group().map(talk, range(CLIENTS))
server.stop(5)
print(f'{sum(replies)} of {CLIENTS * ROUNDS} replies were right, {most} conversations at once, {open_now} left open')
