"""Python's websockets: python3 websockets_client.py PORT ENCRYPTED_PORT CERTIFICATE. Prints "ok" when every answer was right."""
import asyncio
import ssl
import sys

import websockets

port, encrypted, certificate = sys.argv[1:]


def check(what, expected):
    if what != expected:
        raise AssertionError(f"{what!r} instead of {expected!r}")


async def fragments():
    for part in ("grü", "", "ß ", "dich"):
        yield part


async def talk(url, context):
    async with websockets.connect(url, subprotocols=["other", "echo"], ssl=context, max_size=None, open_timeout=60, close_timeout=60) as socket:
        check((socket.subprotocol, socket.extensions if hasattr(socket, "extensions") else []), ("echo", []))
        await socket.send(fragments())
        check(await socket.recv(), "grüß dich")
        await socket.send([b"ab", b"", b"c" * 100_000])
        check(await socket.recv(), b"ab" + b"c" * 100_000)
        for size in (0, 125, 126, 65_535, 65_536, 1_000_000):
            await socket.send(bytes(size))
            check(await socket.recv(), bytes(size))
        await (await socket.ping(b"x" * 125))
        await socket.pong(b"unasked")
        await socket.send("after")
        check(await socket.recv(), "after")
        await asyncio.sleep(0.2)  # the server's own pings meanwhile
        await socket.close(4000, "enough")
    check(socket.close_code, 4000)

    async with websockets.connect(url, ssl=context, open_timeout=60, close_timeout=60) as socket:
        await socket.send("close")
        try:
            await socket.recv()
            raise AssertionError("it is open still")
        except websockets.ConnectionClosed as end:
            check((end.code, end.reason), (1008, "as you wish"))

    async with websockets.connect(url, ssl=context, open_timeout=60, close_timeout=60) as socket:
        await socket.send(bytes(2_000_001))
        try:
            await socket.recv()
            raise AssertionError("it is open still")
        except websockets.ConnectionClosed as end:
            check(end.code, 1009)


async def refused(url):
    try:
        async with websockets.connect(url):
            raise AssertionError("it is no WebSocket")
    except websockets.InvalidHandshake:
        pass


async def main():
    await talk(f"ws://127.0.0.1:{port}/ws", None)
    await talk(f"wss://localhost:{encrypted}/ws", ssl.create_default_context(cafile=certificate))
    await refused(f"ws://127.0.0.1:{port}/hello")
    await asyncio.gather(*(talk(f"ws://127.0.0.1:{port}/ws", None) for _ in range(20)))
    print("ok")


asyncio.run(main())
