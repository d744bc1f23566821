"""script/server itself: one at a time, on a port that is free, and nothing left when it ends."""

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port() -> int:
    return free_port()


@contextmanager
def script_server(var: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    """script/server with a place and a port of its own, and a database of its own."""
    of_the_tests = {"DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY"}
    settings = {name: text for name, text in os.environ.items() if name not in of_the_tests}
    with subprocess.Popen(
        [ROOT / "script" / "server"],
        env=settings | {"OPMODEL_VAR": str(var), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def wait_for(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return
    raise AssertionError(f"{words!r} was not said, but:\n{said}")


def left_over(var: Path) -> list[int]:
    """Processes that have this run's database for a current folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = (process / "cwd").readlink()
        except OSError:
            continue
        if place.is_relative_to(var):
            found.append(int(process.name))
    return found


def listened_on(port: int) -> bool:
    """Whether a process takes connections there: a web server may rename itself, not its port."""
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def test_from_nothing_to_a_page_and_back(place: Path, port: int) -> None:
    """Started, refused a second time, killed, started again, stopped: each leaves things clean."""
    with script_server(place, port) as first:
        wait_for(first, "Ctrl-C stops it")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200
        with script_server(place, port) as second:
            wait_for(second, f"It runs already, as process {first.pid} on http://127.0.0.1:{port}")
            assert second.wait() == 1
        secret_key = (place / "secret-key").read_text()
        first.kill()
    with script_server(place, port) as again:
        wait_for(again, "Ctrl-C stops it")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200
        assert (place / "secret-key").read_text() == secret_key
        again.send_signal(signal.SIGINT)
        wait_for(again, "Stopped.")
        assert again.wait() == 0
    assert left_over(place) == []
    assert not listened_on(port)


def test_a_port_that_is_taken(place: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), script_server(place, port) as process:
        wait_for(process, f"Port {port} can't be used")
        assert process.wait() == 1


def test_a_port_that_is_none(place: Path) -> None:
    with script_server(place, 0) as process:
        wait_for(process, "PORT is '0': it should be a number from 1 to 65535.")
        assert process.wait() == 1
