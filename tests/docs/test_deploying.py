"""What docs/deploying.md says of settings, rights and backups is so."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from .conftest import ROOT

DEPLOYING = (ROOT / "docs" / "deploying.md").read_text()
SETTINGS = (ROOT / "opmodel" / "config" / "settings.py").read_text()
COMPOSE = (ROOT / "compose.yaml").read_text()


def test_every_setting_of_the_environment_is_explained() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS))
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", DEPLOYING, flags=re.MULTILINE))
    assert read
    assert explained == read


def test_everything_that_compose_needs_is_named() -> None:
    needed = set(re.findall(r"\$\{([A-Z_]+):\?\}", COMPOSE))
    assert needed
    assert [name for name in sorted(needed) if f"\n{name}=" not in DEPLOYING] == []


@pytest.fixture
def programs() -> Path:
    """The folder with pg_dump and pg_restore of the tests' server, where it has them."""
    folder = os.environ.get("OPMODEL_POSTGRES")
    found = Path(folder) / "pg_dump" if folder else Path(shutil.which("pg_dump") or "/nowhere")
    if not (found.exists() and found.with_name("pg_restore").exists()):
        pytest.skip("This PostgreSQL comes without pg_dump.")
    return found.parent


@pytest.fixture
def empty_database(db: None) -> Iterator[dict[str, str]]:
    """Another database on the tests' server: how libpq is told of it."""
    here = connection.get_connection_params()
    named = {
        name: str(here[name]) for name in ("host", "port", "user", "password") if here.get(name)
    }
    name = f"restored_{os.getpid()}"
    with psycopg.connect(**named, dbname="postgres", autocommit=True) as maintenance:
        maintenance.execute(f"CREATE DATABASE {name}")
        yield {**named, "dbname": name}
        maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_backup_can_be_restored_and_is_still_frozen(
    programs: Path, empty_database: dict[str, str], tmp_path: Path
) -> None:
    dump = tmp_path / "registry.dump"
    there = psycopg.conninfo.make_conninfo(**empty_database)
    here = psycopg.conninfo.make_conninfo(there, dbname=str(connection.settings_dict["NAME"]))
    for command in (
        [programs / "pg_dump", "--format=custom", f"--file={dump}", f"--dbname={here}"],
        [
            *(programs / "pg_restore", "--no-owner", "--no-comments", "--exit-on-error"),
            *(f"--dbname={there}", dump),
        ],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    editions = "SELECT slug, digest FROM editions_edition ORDER BY slug"
    with connection.cursor() as cursor, psycopg.connect(there) as restored:
        cursor.execute(editions)
        assert restored.execute(editions).fetchall() == cursor.fetchall() != []
        with pytest.raises(psycopg.errors.RestrictViolation):
            restored.execute("UPDATE editions_element SET name = 'changed'")
