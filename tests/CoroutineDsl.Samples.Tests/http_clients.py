"""Python's own HTTP client, and pipelining by hand: python3 http_clients.py PORT. Prints "ok" when every answer was right."""
import http.client
import socket
import sys
import threading

port = int(sys.argv[1])
errors = []


def check(what, expected):
    if what != expected:
        raise AssertionError(f"{what!r} instead of {expected!r}")


def keep_alive(number):
    conn = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    conn.connect()
    sock = conn.sock
    for i in range(50):
        conn.request("GET", f"/hello?name={number}.{i}")
        answer = conn.getresponse()
        check((answer.status, answer.read()), (200, f"hello {number}.{i}\n".encode()))
    conn.request("POST", "/upload", body=iter([b"x" * 1000] * 100), encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
    check(conn.getresponse().read(), b"100000 bytes\n")
    conn.request("GET", "/count")
    check(conn.getresponse().read(), b"".join(b"%d\n" % i for i in range(1, 11)))
    conn.request("HEAD", "/")
    answer = conn.getresponse()
    check((answer.status, answer.read()), (200, b""))
    assert conn.sock is sock, "the connection was not kept"
    conn.close()


def pipelined(number):
    with socket.create_connection(("127.0.0.1", port), timeout=60) as sock:
        sock.sendall(b"".join(b"GET /hello?name=%d HTTP/1.1\r\nHost: x\r\n\r\n" % i for i in range(100)))
        sock.shutdown(socket.SHUT_WR)
        everything = b""
        while part := sock.recv(65536):
            everything += part
        bodies = [part.split(b"\n")[0] for part in everything.split(b"\r\n\r\nhello ")[1:]]
        check(bodies, [b"%d" % i for i in range(100)])


def run(talk, number):
    try:
        talk(number)
    except Exception as e:  # reported below, all of them
        errors.append(f"{talk.__name__} {number}: {e!r}")


threads = [threading.Thread(target=run, args=(talk, i)) for talk in (keep_alive, pipelined) for i in range(10)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("\n".join(errors) or "ok")
