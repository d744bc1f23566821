"""A PostgreSQL of our own: made once, started for whoever uses it, stopped by the last one.

Nobody but the account that runs it gets at its files. It listens on a socket in a folder that
only that account may enter, on no port, and lets in two roles, by password. The superuser
can't sign in at all: what needs one is done in single-user mode, before the server starts.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shlex
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from house.account import Account
from house.binaries import Binaries
from house.paths import ROOT, write_privately
from house.steps import Halt, quietly, quoted

SQL = ROOT / "deploy" / "postgres"
ROLES = ("opmodel_owner", "opmodel_app")
# The kernel's limit for a socket's address, less the name that PostgreSQL gives it.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")

HBA = f"""\
# Written at each start. Whoever isn't named here is refused, the superuser included.
local all {",".join(ROLES)} scram-sha-256
"""
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "50",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_checkpoints": "off",
}
# For data that nobody will miss.
THROWAWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
# Tests make databases of their own as the owner, and turn into the application to see it refused.
LOCAL_SQL = "ALTER ROLE opmodel_owner CREATEDB;\n\nGRANT opmodel_app TO opmodel_owner;"


@dataclass(frozen=True)
class Cluster:
    """The cluster *name* in *ground*, a folder of ours that its account can enter."""

    ground: Path
    name: str
    account: Account
    binaries: Binaries
    throwaway: bool = False

    @property
    def folder(self) -> Path:
        return self.ground / self.name

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, role: str, database: str = "opmodel") -> str:
        """The address under which *role* signs in."""
        password = self._state()["passwords"][role]
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.socket_folder))}"

    @property
    def socket_folder(self) -> Path:
        """The cluster's own folder, unless its path is too long or too odd for an address."""
        path = str(self.folder)
        if len(os.fsencode(path)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(r"[\w/.+-]+", path):
            return self.folder
        # Short, whatever TMPDIR says; _make_folder refuses it if it is not ours.
        return Path("/tmp") / f"opmodel-{hashlib.sha256(path.encode()).hexdigest()[:16]}"  # noqa: S108

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Has the server run while the block runs: starts it, or joins those who use it already.

        Whoever uses it holds a shared lock, which the kernel drops even for a process that was
        killed; whoever gets that lock alone is the first, who starts, or the last, who stops.
        """
        with (self.ground / f"{self.name}.users").open("w") as users:
            try:
                with self._turn():
                    if _alone(users):
                        self._end()
                        self._prepare()
                        self._start()
                    fcntl.flock(users, fcntl.LOCK_SH)
                yield
            finally:
                with self._turn():
                    if _alone(users):
                        self._end()

    def kill(self) -> None:
        """Ends every process of the server at once, as when the machine stops."""
        while processes := self._processes():
            for process in processes:
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.01)

    def runs(self) -> bool:
        """Whether any process of the server does."""
        return bool(self._processes())

    def start_again(self) -> None:
        """Starts a server that was killed: it mends itself from what it had written."""
        self._end()
        self._start()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One at a time starts or stops."""
        with (self.ground / f"{self.name}.turn").open("w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    # What is there before the first start.

    def _prepare(self) -> None:
        if self.throwaway:
            shutil.rmtree(self.folder, ignore_errors=True)
        for folder in {self.folder, self.socket_folder}:
            self._make_folder(folder)
        if not self.data.exists():
            self._create()
        self._settle()

    def _make_folder(self, folder: Path) -> None:
        """Makes a folder that only the account may enter; refuses what somebody else put there."""
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        if folder.lstat().st_uid == os.geteuid():
            os.chown(folder, self.account.uid, self.account.gid, follow_symlinks=False)
        there = folder.lstat()
        if (there.st_uid, there.st_mode) != (self.account.uid, stat.S_IFDIR | 0o700):
            raise Halt(
                f"{folder} should be a folder with mode 0700 of user {self.account.uid}, and "
                "isn't. If it is of no use to you, remove it."
            )

    def _create(self) -> None:
        """Makes the data under another name first: an interruption leaves nothing half made."""
        for abandoned in self.folder.glob("new-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        self._state_file.unlink(missing_ok=True)
        new = self.folder / f"new-{secrets.token_hex(4)}"
        self._make_folder(new)
        options = ["-U", "postgres", "--auth=reject", "--data-checksums"]
        options += ["--encoding=UTF8", "--locale=C.UTF-8"]
        if self.binaries.major >= 17:  # its own C.UTF-8 sorts the same whatever the C library
            options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.throwaway:
            options += ["--no-sync"]
        self._call("initdb", "-D", new, *options)
        self._single_user(new, "postgres", (SQL / "roles.sql").read_text())
        new.rename(self.data)

    def _settle(self) -> None:
        """Gives the roles passwords and the databases what they need, if that wasn't done yet."""
        extensions = (SQL / "database.sql").read_text()
        digest = hashlib.sha256((LOCAL_SQL + extensions).encode()).hexdigest()
        state = self._state()
        if state.get("settled") == digest:
            return
        passwords = state.get("passwords") or {role: secrets.token_urlsafe(24) for role in ROLES}
        sign_ins = [f"ALTER ROLE {role} PASSWORD '{word}';" for role, word in passwords.items()]
        self._single_user(self.data, "postgres", "\n\n".join([*sign_ins, LOCAL_SQL]))
        for database in ("opmodel", "template1"):
            self._single_user(self.data, database, extensions)
        write_privately(self._state_file, json.dumps({"passwords": passwords, "settled": digest}))

    @property
    def _state_file(self) -> Path:
        return self.ground / f"{self.name}.json"

    def _state(self) -> dict[str, Any]:
        return json.loads(self._state_file.read_text()) if self._state_file.exists() else {}

    # Starting and stopping.

    def _start(self) -> None:
        hba = self.ground / f"{self.name}.hba"
        hba.write_text(HBA)
        hba.chmod(0o644)
        settings = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        settings |= {"unix_socket_directories": str(self.socket_folder), "hba_file": str(hba)}
        said = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        log = self.folder / "log"
        how: list[str | Path] = ["-l", log, "-o", said, "-w", "-t", "60"]
        try:
            self._call("pg_ctl", "start", "-D", self.data, *how)
        except Halt as fault:
            written = log.read_text(errors="replace") if log.exists() else ""
            raise Halt(f"{fault}\nThe end of {log}:\n{quoted(written)}") from fault

    def _end(self) -> None:
        """Stops the server, if there is one, and removes what a dead one left.

        Lock files keep two servers off the same data. They may name a process that got a dead
        one's number, so they go, but only once nobody works in the folder.
        """
        if not self.data.exists():
            return
        pid_file = self.data / "postmaster.pid"
        if self._processes() & {int(line) for line in _lines(pid_file)[:1]}:
            with suppress(Halt):  # It may be gone by now; whether it is, shows below.
                self._call("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "30")
        until = time.monotonic() + 10
        while processes := self._processes():
            if time.monotonic() > until:
                raise Halt(
                    f"PostgreSQL still works in {self.data} and does not stop. End it, then start "
                    f"again:\n  kill {' '.join(map(str, sorted(processes)))}"
                )
            time.sleep(0.1)
        for left in (pid_file, *self.socket_folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        if self.socket_folder != self.folder:
            with suppress(FileNotFoundError):
                self.socket_folder.rmdir()

    def _processes(self) -> set[int]:
        """Who works in the data folder: to PostgreSQL's processes it is the current folder."""
        data = self.data.stat()
        found = set()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if os.path.samestat((process / "cwd").stat(), data):
                    found.add(int(process.name))
            except OSError:  # gone, or another user's
                continue
        return found

    # Running PostgreSQL's programs.

    def _single_user(self, data: Path, database: str, sql: str) -> None:
        """Runs statements, each ended by a semicolon and an empty line, as the superuser."""
        options = ["-c", "exit_on_error=on", *(["-F"] if self.throwaway else [])]
        # -j takes a semicolon before an empty line as a statement's end.
        self._call("postgres", "--single", "-j", "-D", data, *options, database, words=sql)

    def _call(self, program: str, *arguments: str | Path, words: str = "") -> None:
        quietly(
            [self.binaries.folder / program, *arguments],
            f"PostgreSQL's {program} failed:",
            words,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            **self.account.run_options(),
        )


def _lines(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


def _alone(users: IO[str]) -> bool:
    """Whether nobody else holds the lock; if so, we hold it."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
