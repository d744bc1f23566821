"""What the application is told: all of its settings come from the environment."""

import os
import secrets

from house import native
from house.cluster import Cluster
from house.database import Addresses
from house.paths import VAR, VENV, write_privately


def for_registry(addresses: Addresses) -> dict[str, str]:
    """The settings of a trial on this machine; whatever the environment says already, stays."""
    chosen = {
        "DATABASE_URL": addresses.application,
        "DATABASE_OWNER_URL": addresses.owner,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _secret_key(),
        "OPMODEL_DEMO": os.environ.get("OPMODEL_DEMO", "1"),
        "OPMODEL_VAR": str(VAR),
    }
    return _common() | chosen


def for_tests(cluster: Cluster) -> dict[str, str]:
    """The settings of a test run, with a database name of its own: runs may share the cluster."""
    address = cluster.url("opmodel_owner", f"opmodel_{os.getpid()}")
    return _for_checks(address) | {"OPMODEL_POSTGRES": str(cluster.binaries.folder)}


def for_lint() -> dict[str, str]:
    """Settings enough to load the application, with a database that nothing asks."""
    return _for_checks("postgresql:///opmodel?host=/nowhere")


def _for_checks(address: str) -> dict[str, str]:
    """The same whatever the environment says."""
    chosen = {
        "DATABASE_URL": address,
        "DATABASE_OWNER_URL": address,
        "SECRET_KEY": "only for tests, and the same in each of their processes",
        "OPMODEL_DEMO": "1",
        "OPMODEL_VAR": str(VAR / "test"),
    }
    return _common() | chosen


def _common() -> dict[str, str]:
    """Ours, with .venv's programs first; never another project's settings, nor debugging pages."""
    common = os.environ | {
        "OPMODEL_PDF": "0" if native.missing() else "1",
        "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    return {
        name: text
        for name, text in common.items()
        if name not in ("DEBUG", "DJANGO_SETTINGS_MODULE")
    }


def _secret_key() -> str:
    """Made once, so that a restart signs nobody out."""
    file = VAR / "secret-key"
    if not file.exists():
        write_privately(file, secrets.token_urlsafe(50))
    return file.read_text()
