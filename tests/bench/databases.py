"""Databases of our own on the server that DATABASE_URL names, dropped at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


@dataclass(frozen=True)
class Database:
    """A database and the address of the server that it is on."""

    server: str
    name: str

    @property
    def address(self) -> str:
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}"))

    def create(self, like: Database | None = None) -> None:
        """Makes it: empty, or as another one is that nobody is connected to."""
        template = like.name if like else "template1"
        self._do("CREATE DATABASE {} TEMPLATE {}", self.name, template)

    def drop(self) -> None:
        """Removes it, whoever is connected."""
        self._do("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def _do(self, statement: LiteralString, *names: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def databases() -> Iterator[tuple[Database, Database]]:
    """One for one edition, which is there and empty, and one for many, which is not there yet."""
    server = os.environ["DATABASE_URL"]
    both = [Database(server, f"opmodel_bench_{os.getpid()}_{much}") for much in ("one", "many")]
    try:
        both[0].create()
        yield both[0], both[1]
    finally:
        for database in both:
            database.drop()
