"""A place for database clusters of the launcher's own tests."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "script"))

from house.account import account_for  # noqa: E402
from house.binaries import choose  # noqa: E402
from house.cluster import Cluster  # noqa: E402


def make_cluster(ground: Path, name: str = "trial", *, throwaway: bool = True) -> Cluster:
    account = account_for(ground / name)
    binaries = choose(ground / name / "data", account, lambda: Path("/nowhere"))
    return Cluster(ground, name, account, binaries, throwaway)


@contextmanager
def open_place() -> Iterator[Path]:
    """A folder that any account may pass through, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="opmodel-test-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def place() -> Iterator[Path]:
    with open_place() as folder:
        yield folder


@pytest.fixture(scope="module")
def running() -> Iterator[Cluster]:
    """One cluster that runs for all of a module's tests that only look."""
    with open_place() as folder:
        cluster = make_cluster(folder)
        with cluster.in_use():
            yield cluster


@pytest.fixture
def new_cluster(place: Path) -> Callable[..., Cluster]:
    """Makes out the cluster in *place*, or in another folder, anew: as each new script would."""
    return partial(make_cluster, place)
