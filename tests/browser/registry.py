"""A registry of the browser tests' own: its database filled by `manage.py prepare`, its pages
served by the program that script/server starts."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.pages import editions
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "script"))

from house import web  # noqa: E402

FOLDERS = {
    "hostile": editions.hostile(),
    "large": editions.large(),
    "draft": editions.draft(),
    "never-adopted": editions.never_adopted(),
    "wide": editions.wide(),
}


@dataclass(frozen=True)
class Registry:
    """A registry that runs: its address, and the settings that its commands run with."""

    address: str
    settings: dict[str, str]

    def command(self, *arguments: str) -> str:
        """What a command says whom somebody with a shell runs."""
        done = subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env=self.settings,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def api(self, path: str) -> Any:
        """What the API answers; *path* begins after /api/v1."""
        host = urlsplit(self.address).netloc
        with closing(http.client.HTTPConnection(host)) as connection:
            connection.request("GET", f"/api/v1{path}")
            return json.load(connection.getresponse())


@contextmanager
def serving(folder: Path) -> Iterator[Registry]:
    """A registry that is served while the block runs; what it writes lies in *folder*."""
    with _database() as address:
        settings = os.environ | {
            "DATABASE_URL": address,
            "DATABASE_OWNER_URL": address,
            "DJANGO_SETTINGS_MODULE": "opmodel.config.settings",
            "OPMODEL_DEMO": "1",
            "OPMODEL_VAR": str(folder),
            "PYTHONPATH": str(ROOT),
        }
        _run(settings, ROOT / "manage.py", "prepare")
        folders = [
            editions.written(files, folder / "editions" / name) for name, files in FOLDERS.items()
        ]
        _run(settings, ROOT / "tests" / "browser" / "fill.py", *folders)
        port = free_port()
        with web.serving(settings, port, folder / "web-server"):
            yield Registry(f"http://{web.HOST}:{port}", settings)


@contextmanager
def _database() -> Iterator[str]:
    """The address of a new database beside the one that the tests were given."""
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"{given.path[1:]}_browser_{os.getpid()}"
    with psycopg.connect(urlunsplit(given._replace(path="/postgres")), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(given._replace(path=f"/{name}"))
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            server.execute(drop.format(sql.Identifier(name)))


def _run(settings: dict[str, str], *command: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, *command],
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
