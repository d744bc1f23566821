"""A registry of its own, whose processes can be ended without warning and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "script"))

from house.account import account_for  # noqa: E402
from house.binaries import choose  # noqa: E402
from house.cluster import Cluster  # noqa: E402
from house.web import GRANIAN, HOST  # noqa: E402

from tests.ports import free_port  # noqa: E402

PATIENCE = 90


class Broken(Exception):
    """Raised where the registry does not come back."""


@dataclass
class Stage:
    """The database cluster, the web server, and the settings that both know."""

    cluster: Cluster
    settings: dict[str, str]
    port: int = field(default_factory=free_port)
    server: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """A command of the registry under way, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, ROOT / "manage.py", *arguments],
            cwd=ROOT,
            env=self.settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def done(self, *arguments: str | Path) -> None:
        """A command that has to succeed."""
        process = self.manage(*arguments)
        said, _ = process.communicate()
        if process.returncode:
            raise Broken(f"manage.py {arguments[0]} failed:\n{said.decode(errors='replace')}")

    def serve(self) -> None:
        """Starts the web server, and waits for its first answer."""
        command = [*GRANIAN, "--port", str(self.port), "opmodel.config.wsgi:application"]
        self.server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.settings,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.wait()

    def wait(self) -> None:
        """Waits until the registry answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError, HTTPException):
                line = HTTPConnection(HOST, self.port, timeout=10)
                line.request("GET", "/readyz")
                if line.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise Broken(f"The registry does not answer within {PATIENCE} s.")

    def kill_web(self) -> None:
        """Ends every process of the web server, without a word."""
        if self.server is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.server.pid, signal.SIGKILL)
            self.server.wait()

    def kill_database(self) -> None:
        """Ends every process of PostgreSQL, without a word."""
        self.cluster.kill()


@contextmanager
def stage(ground: Path) -> Iterator[Stage]:
    """A registry in an empty folder, while the block runs. Never the one that people work with."""
    account = account_for(ground / "crash")
    ground.chmod(0o711)
    binaries = choose(ground / "crash" / "data", account, lambda: Path("/nowhere"))
    cluster = Cluster(ground, "crash", account, binaries)
    var = ground / "var"
    var.mkdir(exist_ok=True)
    with cluster.in_use():
        settings = os.environ | {
            "DATABASE_URL": cluster.url("opmodel_app"),
            "DATABASE_OWNER_URL": cluster.url("opmodel_owner"),
            "OPMODEL_VAR": str(var),
            "OPMODEL_DEMO": "1",
            "OPMODEL_PDF": "0",
            "DJANGO_SETTINGS_MODULE": "opmodel.config.settings",
            "LOG_LEVEL": "CRITICAL",
            "SECRET_KEY": "only for this, and the same in each process of it",
        }
        settings.pop("DEBUG", None)
        os.environ.update(settings)
        found = Stage(cluster, settings)
        try:
            yield found
        finally:
            found.kill_web()
