"""aiohttp: python3 aiohttp_client.py PORT ENCRYPTED_PORT CERTIFICATE. Prints "ok" when every answer was right."""
import asyncio
import ssl
import sys

import aiohttp

port, encrypted, certificate = sys.argv[1:]


def check(what, expected):
    if what != expected:
        raise AssertionError(f"{what!r} instead of {expected!r}")


async def pieces(count):
    for i in range(count):
        yield b"%d" % i * 1000


async def talk(root, context):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=10, ssl=context), timeout=aiohttp.ClientTimeout(total=60)) as session:
        async def ask(i):
            async with session.get(f"{root}/hello?{i}") as answer:
                check((answer.status, await answer.text()), (200, f"hello {i}\n"))

        await asyncio.gather(*(ask(i) for i in range(200)))
        expected = b"".join([part async for part in pieces(100)])
        for options in ({"data": pieces(100)}, {"data": expected}, {"data": expected, "expect100": True}, {"data": expected, "chunked": True, "expect100": True}):
            async with session.post(f"{root}/echo", **options) as answer:
                check((answer.status, await answer.read()), (200, expected))
        async with session.post(f"{root}/echo", data=expected, compress="deflate") as answer:
            check(answer.status, 200)
        async with session.get(f"{root}/pieces") as answer:
            check([line async for line in answer.content], [b"%d\n" % i for i in range(1, 11)])
        async with session.head(f"{root}/file.bin") as answer:
            check((answer.status, answer.content_length, await answer.read()), (200, 1_000_000, b""))
        async with session.get(f"{root}/file.bin", headers={"Range": "bytes=250-252"}) as answer:
            check((answer.status, await answer.read()), (206, bytes([250, 0, 1])))
        async with session.get(f"{root}/refused") as answer:
            check((answer.status, await answer.text()), (403, "no\n"))
        async with session.get(f"{root}/large") as answer:
            await answer.content.read(10)
            answer.close()
        async with session.ws_connect(f"{root}/ws", protocols=["other", "echo"], compress=15) as socket:
            check((socket.protocol, socket.compress), ("echo", 0))
            for text in ("", "grüß dich", "x" * 100_000):
                await socket.send_str(text)
                check(await socket.receive_str(), text)
            await socket.ping(b"are you there")
            await socket.send_bytes(bytes(1_000_000))
            check(await socket.receive_bytes(), bytes(1_000_000))
            await socket.send_str("close")
            end = await socket.receive()
            check((end.type, end.data, end.extra), (aiohttp.WSMsgType.CLOSE, 1008, "as you wish"))
        async with session.ws_connect(f"{root}/ws") as socket:
            check(await socket.close(code=4000, message=b"enough"), True)


async def main():
    await talk(f"http://127.0.0.1:{port}", None)
    await talk(f"https://localhost:{encrypted}", ssl.create_default_context(cafile=certificate))
    print("ok")


asyncio.run(main())
