"""The web server as script/server starts it, with what it is compared with beside the registry."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "script"))

from house.web import GRANIAN, HOST  # noqa: E402

from tests.ports import free_port  # noqa: E402

PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes, str]:
        """Status, body and ETag of one answer."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            line.request("GET", path, headers=headers or {})
            answer = line.getresponse()
            return answer.status, answer.read(), answer.headers.get("ETag", "")
        finally:
            line.close()

    def peak(self) -> float:
        """The most memory that a web process has held, in MB."""
        return max(_high_water(worker) for worker in _children(self.process.pid))


@contextmanager
def serving(database: str) -> Iterator[Server]:
    """The server on that database, from its first answer until the block ends."""
    port = free_port()
    command = [*GRANIAN, "--port", str(port), "tests.bench.wsgi:application"]
    settings = os.environ | {"DATABASE_URL": database}
    process = subprocess.Popen(command, cwd=ROOT, env=settings, start_new_session=True)
    server = Server(process, port)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if server.get("/readyz")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The web server did not get ready; it says why above.")


def _children(process: int) -> list[int]:
    """Its worker processes: those that run Python, and so not the one that keeps count for them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found.append(int(path.parent.name))
    return found


def _high_water(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1000 if found else 0.0


def environment(database: str, var: Path) -> None:
    """Has this process and those it starts use that database, unless they are told of another."""
    os.environ |= {
        "DATABASE_URL": database,
        "DATABASE_OWNER_URL": database,
        "OPMODEL_VAR": str(var),
        "OPMODEL_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "opmodel.config.settings",
    }
    os.environ.setdefault("SECRET_KEY", "only for measuring, and the same in each process")
