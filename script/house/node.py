"""The Node tools that the tests use; .venv brings Node itself."""

import hashlib
import os
from pathlib import Path

from house.paths import VENV
from house.steps import quietly, step


def install(folder: Path) -> None:
    """Makes sure of what *folder*'s package-lock.json names, if it has one."""
    lock = folder / "package-lock.json"
    if not lock.exists():
        return
    stamp = folder / "node_modules" / f".{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"
    if stamp.exists():
        return
    with step("Node packages of the tests"):
        quietly(
            [VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
            "The Node packages could not be installed:",
            cwd=folder,
            env=os.environ | {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"},
        )
        stamp.touch()
