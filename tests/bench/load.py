"""Asking a server as fast as it answers: with wrk where it is installed, else our own loop."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

CONNECTIONS = 8
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Load:
    """How a server did: requests in a second, and milliseconds for one."""

    per_second: float
    p50: float
    p99: float


def tool() -> str:
    """What asks."""
    return "wrk" if shutil.which("wrk") else "a loop in Python"


def put(url: str, seconds: float, headers: dict[str, str]) -> Load:
    """Asks for one address over several connections that are kept open."""
    if shutil.which("wrk"):
        return _wrk(url, seconds, headers)
    command = [sys.executable, "-m", "tests.bench.loop", url, str(seconds), json.dumps(headers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Load(**json.loads(done.stdout))


def _wrk(url: str, seconds: float, headers: dict[str, str]) -> Load:
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    said = subprocess.run([*command, url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{url} did not answer as it should:\n{said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert found, said
    return Load(float(found[1]), _milliseconds(said, 50), _milliseconds(said, 99))


def _milliseconds(said: str, share: int) -> float:
    found = re.search(rf"^\s+{share}%\s+([\d.]+)(us|ms|s)", said, re.MULTILINE)
    assert found, said
    return float(found[1]) * _UNITS[found[2]]
