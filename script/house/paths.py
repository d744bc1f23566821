"""Where things lie, and files that only their owner may read."""

import os
from pathlib import Path

from house.steps import Halt

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Everything that is made rather than written, and the database of a trial.
VAR = Path(os.environ.get("OPMODEL_VAR") or ROOT / "var").resolve()


def make_var() -> None:
    """Makes the folder for generated things; others may pass through it, not list it."""
    VAR.mkdir(mode=0o711, parents=True, exist_ok=True)
    if not os.access(VAR, os.W_OK | os.X_OK):
        raise Halt(
            f"{VAR} belongs to another user ({VAR.owner()}). Run this as that user, or have that "
            "user remove the folder: the trial's database goes with it."
        )


def write_privately(path: Path, text: str) -> None:
    """Writes a file that only its owner may read, all of it or nothing."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    part.replace(path)
