"""script/crash, once for each writing and each process: slow, and so only where it is asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_what_was_acknowledged_is_there_and_nothing_is_half_done_after_a_kill(
    tmp_path: Path,
) -> None:
    settings = os.environ | {
        "DATABASE_URL": "postgresql:///opmodel?host=/nowhere",
        "OPMODEL_VAR": str(tmp_path),
    }
    settings.pop("DATABASE_OWNER_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash", "--times", "1", "--seed", "1"],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 times a process was ended: no faults." in done.stdout
