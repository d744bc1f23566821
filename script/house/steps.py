"""What the person at the keyboard sees: steps, their times, and faults in plain words.

Everything here goes to stderr, so that `script/manage export … > file` holds only the export.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

Command = Sequence[str | Path]


class Halt(Exception):
    """Something only the person at the keyboard can see to; the text says what to do."""


class Step:
    """One step under way; a script may set *outcome* to say more than 'done'."""

    outcome = "done"


def say(line: str = "", end: str = "\n") -> None:
    """Prints a line at once, whoever reads it."""
    sys.stderr.write(line + end)
    sys.stderr.flush()


@contextmanager
def step(what: str, *, lines: bool = False) -> Iterator[Step]:
    """Says what is being done and how long it took; *lines*: the step prints lines of its own."""
    begun = time.monotonic()
    say(f"- {what} ...", end="\n" if lines else " ")
    under_way = Step()
    try:
        yield under_way
    except BaseException:
        say()
        raise
    say(f"{'  ' if lines else ''}{under_way.outcome} ({time.monotonic() - begun:.1f} s)")


def quietly(command: Command, failure: str, words: str = "", **options: Any) -> None:
    """Runs a command that reads *words*; what it prints matters only if it fails."""
    done = subprocess.run(
        command,
        check=False,
        input=words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )
    if done.returncode:
        raise Halt(f"{failure}\n{quoted(done.stdout)}")


def quoted(words: str, lines: int = 20) -> str:
    """The last lines of what a program said, set off from what we say."""
    return "\n".join(f"  | {line}" for line in words.splitlines()[-lines:])


def hand_over(command: Command, environment: dict[str, str], folder: Path | None = None) -> int:
    """Runs a command that has the terminal to itself: Ctrl-C is for it to deal with."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(command, env=environment, cwd=folder) as process:
            try:
                code = process.wait()
            except KeyboardInterrupt:  # SIGTERM or a hang-up, see run()
                process.terminate()
                raise
    finally:
        signal.signal(signal.SIGINT, before)
    return code if code >= 0 else 128 - code


def run(main: Callable[[list[str]], int]) -> NoReturn:
    """Runs a script: faults in plain words, and a clean end on Ctrl-C, SIGTERM and hang-up.

    The first signal unwinds every `with` block, which stops what the block started; further ones
    are ignored, so that nothing is left half stopped.
    """
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def unwind(*_: object) -> NoReturn:
        for number in numbers:
            signal.signal(number, lambda *_: None)
        raise KeyboardInterrupt

    for number in numbers:
        signal.signal(number, unwind)
    try:
        sys.exit(main(sys.argv[1:]))
    except Halt as fault:
        sys.exit(f"\nscript/{Path(sys.argv[0]).name}: {fault}")
    except KeyboardInterrupt:
        sys.exit(130)
