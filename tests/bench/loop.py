"""`python -m tests.bench.loop URL SECONDS HEADERS`: asks over and over, prints figures as JSON.

In a process of its own, so that it takes nothing from the server but its share of the machine.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import sys
from time import perf_counter
from urllib.parse import urlsplit

from .load import CONNECTIONS

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


class Line:
    """One connection with one request under way."""

    def __init__(self, address: tuple[str, int], request: bytes):
        self.socket = socket.create_connection(address)
        self.request = request
        self.ask()

    def ask(self) -> None:
        self.received = b""
        self.began = perf_counter()
        self.socket.sendall(self.request)

    def took(self) -> float | None:
        """Reads what has come; the seconds it took, once the answer is whole."""
        self.received += self.socket.recv(1 << 18)
        head, found, body = self.received.partition(b"\r\n\r\n")
        if not found:
            return None
        if head.split(b" ", 2)[1] not in (b"200", b"304"):
            sys.exit(f"It answered {head[:80]!r}.")
        length = _LENGTH.search(head + b"\r\n")
        if len(body) < (int(length[1]) if length else 0):
            return None
        return perf_counter() - self.began


def main(url: str, seconds: float, headers: dict[str, str]) -> None:
    """Asks for that long, then prints."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n{lines}\r\n".encode()
    waiting = selectors.DefaultSelector()
    for _ in range(CONNECTIONS):
        line = Line((parts.hostname or "", parts.port or 80), request)
        waiting.register(line.socket, selectors.EVENT_READ, line)
    took: list[float] = []
    began = perf_counter()
    while perf_counter() < began + seconds:
        for key, _ in waiting.select(timeout=1):
            if (spent := key.data.took()) is not None:
                took.append(spent * 1000)
                key.data.ask()
    took.sort()
    share = {"p50": took[len(took) // 2], "p99": took[len(took) * 99 // 100]}
    print(json.dumps({"per_second": len(took) / (perf_counter() - began), **share}))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), json.loads(sys.argv[3]))
