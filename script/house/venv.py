"""The virtual environment, and the locked packages in it."""

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

from house import apt
from house.paths import PYTHON, ROOT, VENV
from house.steps import Halt, quietly, step


def install(lock: str) -> None:
    """Makes sure of .venv with everything that *lock* names, checked against its hashes."""
    healthy = _healthy()
    if healthy and _stamp(lock, VENV).exists():
        return
    with step(f"Python packages of {lock}"):
        if not healthy:
            _make()
        _pip_install(lock, VENV)


def install_into(folder: Path, lock: str) -> None:
    """Puts the packages of *lock* into a folder of their own, readable for every account."""
    if not _stamp(lock, folder).exists():
        folder.mkdir(mode=0o755, exist_ok=True)
        folder.chmod(0o755)
        _pip_install(lock, folder, "--target", folder, "--upgrade", umask=0o022)


def _healthy() -> bool:
    """Whether .venv runs: it doesn't after its interpreter was replaced by a newer one."""
    try:
        probe = subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False)
    except OSError:
        return False
    return probe.returncode == 0


def _make() -> None:
    if not importlib.util.find_spec("ensurepip"):
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not apt.install(package):
            raise Halt(
                f"Python's venv is missing. Run this once, then start again:\n  {apt.line(package)}"
            )
    quietly([sys.executable, "-m", "venv", "--clear", VENV], f"{VENV} could not be made:")


def _pip_install(lock: str, folder: Path, *options: str | Path, umask: int = -1) -> None:
    # The lock is complete, so there is nothing to resolve; and only what is imported gets compiled.
    quick = ("--no-deps", "--no-compile", "--disable-pip-version-check", "--no-input", "--quiet")
    quietly(
        [PYTHON, "-m", "pip", "install", "--require-hashes", *quick, *options, "-r", lock],
        f"The packages of {lock} could not be installed:",
        cwd=ROOT,
        umask=umask,
    )
    for old in folder.glob(f".{lock}.*"):
        old.unlink()
    _stamp(lock, folder).touch()


def _stamp(lock: str, folder: Path) -> Path:
    """An empty file that says: this very lock is installed here."""
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    return folder / f".{lock}.{digest[:16]}"
