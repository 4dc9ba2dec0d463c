"""Plain blocking clients, one thread each: python3 blocking_clients.py PORT THREADS MESSAGES. Prints "ok" when every reply was right."""
import socket
import sys
import threading

port, threads, messages = (int(a) for a in sys.argv[1:4])
errors = []


def converse(number):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as conn:
            for i in range(messages):
                message = f"python {number} says {i} ".encode() * (1 + i % 50)
                conn.sendall(message)
                reply = b""
                while len(reply) < len(message):
                    part = conn.recv(65536)
                    if not part:
                        raise RuntimeError(f"closed after {i} messages")
                    reply += part
                if reply != message:
                    raise RuntimeError(f"wrong reply to message {i}")
    except Exception as e:  # reported below, all of them
        errors.append(f"client {number}: {e!r}")


all_threads = [threading.Thread(target=converse, args=(i,)) for i in range(threads)]
for t in all_threads:
    t.start()
for t in all_threads:
    t.join()
print("\n".join(errors) or "ok")
