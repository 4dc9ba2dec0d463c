#!/usr/bin/env python3
"""Records SocketServer in a terminal, as the picture of the README: docs/images/terminal.svg. The samples have to be built (dotnet build -c Release)."""
import html
import os
import re
import signal
import socket
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SERVER, CLIENTS = (os.path.join(ROOT, f"samples/{name}/bin/Release/net10.0/{name}.dll") for name in ("SocketServer", "SocketClients"))
WIDTH, LINE, CHARACTER, PACE = 100, 20, 8.43, 0.9


def record():
    """What is typed (in bold) and printed: pairs of the text and whether it was typed."""
    yield "$ dotnet run --project samples/SocketServer -c Release -- --quiet", True
    server = subprocess.Popen(["dotnet", SERVER, "--quiet"], stdout=subprocess.PIPE, text=True,
                              preexec_fn=lambda: [signal.signal(s, signal.SIG_DFL) for s in (signal.SIGINT, signal.SIGQUIT)])
    yield server.stdout.readline().rstrip(), False
    yield "$ dotnet run --project samples/SocketClients -c Release -- --clients 1000 --messages 100", True
    for line in subprocess.run(["dotnet", CLIENTS, "--clients", "1000", "--messages", "100"], capture_output=True, text=True, check=True).stdout.splitlines():
        yield line, False
    with socket.create_connection(("127.0.0.1", 8001)) as client:
        client.sendall(b"hello\n")
        client.recv(100)
        yield "^\\   # where does everybody stand?", True
        server.send_signal(signal.SIGQUIT)
        time.sleep(1)
    server.send_signal(signal.SIGINT)
    rest = server.communicate(timeout=30)[0].replace(ROOT + "/", "").splitlines()
    stop = next(i for i, line in enumerate(rest) if line.startswith("stopping"))
    dump = [line for line in rest[:stop] if line.strip()]
    for line in dump[:16]:
        yield line, False
    if len(dump) > 16:
        yield "..", False
    yield "^C", True
    for line in rest[stop:]:
        yield line, False


def draw(lines):
    """An SVG in which line after line appears; where pictures do not move, all are there."""
    height = (len(lines) + 1) * LINE
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * CHARACTER + 24:.0f} {height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">'
    yield "<style>text { fill: #c9d1d9; white-space: pre; animation: show 0.01s backwards; } .typed { fill: #7ee787; font-weight: bold; } @keyframes show { from { visibility: hidden; } }</style>"
    yield f'<rect width="100%" height="{height}" rx="8" fill="#0d1117" />'
    when = 0.0
    for number, (text, typed) in enumerate(lines):
        when += PACE if typed else PACE / 10
        text = text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
        kind = ' class="typed"' if typed else ""
        yield f'<text x="12" y="{(number + 1) * LINE + 4}" style="animation-delay: {when:.2f}s"{kind}>{html.escape(text)}</text>'
    yield "</svg>"


lines = [(re.sub(r"\s+$", "", text), typed) for text, typed in record()]
with open(os.path.join(ROOT, "docs/images/terminal.svg"), "w", encoding="utf-8") as file:
    file.write("\n".join(draw(lines)) + "\n")
