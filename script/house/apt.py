"""Debian's packages: installed where we may, named where we may not."""

import os
import shutil
import subprocess

from house.steps import Halt, quoted


def line(*packages: str) -> str:
    """The one line a person has to run to get *packages*."""
    return f"sudo apt-get install -y {' '.join(packages)}"


def install(*packages: str) -> bool:
    """Installs *packages* if this user may; False if it may not or the machine has no apt."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    # Package lists may be missing or too old; without a network the old ones may still do.
    _apt("update")
    done = _apt("install", "-y", "--no-install-recommends", *packages)
    if done.returncode:
        raise Halt(f"apt-get could not install {' '.join(packages)}:\n{quoted(done.stdout)}")
    return True


def _apt(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs apt-get to its end, Ctrl-C or not: half an installation would block the next one."""
    command = ["apt-get", "-q", *arguments]
    process = subprocess.Popen(
        command,
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        words, _ = process.communicate()
    except KeyboardInterrupt:
        process.communicate()
        raise
    return subprocess.CompletedProcess(command, process.returncode, words)
