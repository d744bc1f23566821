"""Whom PostgreSQL runs as: it refuses to run as root, and nothing of ours makes it try."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from house.steps import Halt


@dataclass(frozen=True)
class Account:
    """A user of this machine that owns a database's files and runs its server."""

    uid: int
    gid: int

    def run_options(self) -> dict[str, Any]:
        """Options for `subprocess` that make a child of this account, and of nobody else's session.

        The child starts in /, since the account may be unable to enter the current folder; and
        in a session of its own, since Ctrl-C is for us to deal with.
        """
        options: dict[str, Any] = {"cwd": "/", "start_new_session": True, "umask": 0o077}
        if self.uid != os.geteuid():
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return options

    def may_enter(self, folder: Path) -> bool:
        """Whether the account gets into *folder*, through every folder above it."""
        test = subprocess.run(["test", "-x", folder], check=False, **self.run_options())
        return test.returncode == 0


def account_for(folder: Path) -> Account:
    """The account for a cluster in *folder*: its owner if it is there, else whoever can run it."""
    if folder.exists() and (owner := folder.stat()).st_uid:
        if os.geteuid() not in (0, owner.st_uid):
            raise Halt(f"The database in {folder} is {folder.owner()}'s. Run this as that user.")
        return Account(owner.st_uid, owner.st_gid)
    if os.geteuid():
        return Account(os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Halt(
        "PostgreSQL can't run as root, and there is neither a 'postgres' nor a 'nobody' account. "
        "Run this as an ordinary user, or set DATABASE_URL to a database that runs elsewhere."
    )
