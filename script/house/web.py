"""The web server, and the one run of script/server that a clone may have."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from house.paths import PYTHON, ROOT, VAR
from house.steps import Halt, step

HOST = "127.0.0.1"
# How long a request under way may take to end, and the whole server to come up.
GRACE, PATIENCE = 5, 60
GRANIAN: list[str | Path] = [
    *(PYTHON, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--no-ws"),
    # Processes with one thread each: pages are computed, and threads would only wait in turn.
    *("--workers", "2", "--blocking-threads", "1", "--workers-kill-timeout", str(GRACE)),
    # A worker that dies is replaced; one that can't start at all ends the server.
    *("--respawn-failed-workers", "--log-level", "warning"),
]


def wanted_port() -> int:
    """The port that PORT names, 8000 if it names none."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isdecimal() and 0 < int(text) < 65536):
        raise Halt(f"PORT is {text!r}: it should be a number from 1 to 65535.")
    return int(text)


@contextmanager
def only_run(port: int) -> Iterator[Path]:
    """Sees to it that one script/server runs in this clone, on a port that is free.

    The file it yields is for the process group of the web server: if this script is killed, the
    next run finds there what to end.
    """
    group = VAR / "web-server"
    with (VAR / "server.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise Halt(
                f"It runs already, {lock.read()}. Stop that one first, with Ctrl-C."
            ) from None
        lock.truncate(0)
        lock.write(f"as process {os.getpid()} on http://{HOST}:{port}")
        lock.flush()
        _end_leftovers(group)
        _check_free(port)
        yield group


@contextmanager
def serving(
    environment: dict[str, str], port: int, group: Path
) -> Iterator["subprocess.Popen[bytes]"]:
    """The web server, from its first answer until the block ends."""
    # In a group of its own: Ctrl-C reaches only us, and we stop it before the database.
    process = subprocess.Popen(
        [*GRANIAN, "--port", str(port), "opmodel.config.wsgi:application"],
        env=environment,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        group.write_text(f"{process.pid} {_since(process.pid)}")
        with step("Web server"):
            _wait_until_ready(process, port)
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE + 3)
        _kill(process.pid)
        process.wait()
        group.unlink()


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE
    answer = "no answer"
    while process.poll() is None and time.monotonic() < until:
        connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        try:
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            if response.status == 200:
                return
            answer = f"{response.status} {response.reason}"
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    if process.poll() is None:
        raise Halt(f"The web server did not get ready in {PATIENCE} s; /readyz gave: {answer}.")
    raise Halt("The web server stopped before it was ready; it says why above.")


def _check_free(port: int) -> None:
    until = time.monotonic() + 1  # A process just killed takes a moment to let go of its port.
    while fault := _refusal(port):
        if time.monotonic() > until:
            raise Halt(
                f"Port {port} can't be used ({fault}). Stop what uses it, or choose another: "
                f"PORT={port + 1 if port < 65535 else 8000} script/server"
            )
        time.sleep(0.1)


def _refusal(port: int) -> str | None:
    """Why the port can't be listened on, if so."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as fault:
            return fault.strerror
    return None


def _end_leftovers(group: Path) -> None:
    """Ends a web server whose script was killed."""
    if not group.exists():
        return
    number, _, since = group.read_text().partition(" ")
    leader = int(number)
    # Numbers of processes are given anew: the time it started tells ours from another's, and
    # while any process of its group lives, its number is not given to another.
    if _since(leader) in {since, None}:
        _kill(leader)
    group.unlink()


def _since(process: int) -> str | None:
    """When the process started, in the system's ticks since it was switched on; none if gone."""
    try:
        facts = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return None
    # The second of the facts is a name in brackets, with whatever signs a process gives itself.
    return facts.rpartition(")")[2].split()[19]


def _kill(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
