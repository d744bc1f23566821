"""`python -m tests.crash [--times 10] [--seed N]`: script/crash starts it."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from .stage import Broken, stage


def _say(line: str) -> None:
    print(line, flush=True)


def main() -> int:
    """Prints what was found; 1 where anything is missing, half done, or cannot be proved."""
    parser = argparse.ArgumentParser(
        prog="script/crash",
        description="Ends the registry's processes without warning, and looks what is left.",
    )
    parser.add_argument("--times", type=int, default=10, help="Rounds of each; 10 unless given.")
    parser.add_argument("--seed", type=int, help="For the same moments as in another run.")
    parser.add_argument("--only", default="", help="One of import, bulk, opening.")
    given = parser.parse_args()
    seed = secrets.randbelow(10**6) if given.seed is None else given.seed
    with tempfile.TemporaryDirectory(prefix="opmodel-crash-") as folder, stage(Path(folder)) as on:
        # Only now do the settings say where the database is.
        from .run import HEADING, fill, run  # noqa: PLC0415

        print(f"Moments by the seed {seed}. The registry is made …", flush=True)
        try:
            fill(on)
            print(HEADING, flush=True)
            found = run(on, times=given.times, seed=seed, say=_say, only=given.only)
        except Broken as broken:
            print(broken)
            return 1
    faults = [fault for each in found for fault in each.faults]
    for fault in faults[:50]:
        print(f"  {fault}")
    rounds = sum(each.rounds for each in found)
    print(f"\n{rounds} times a process was ended: {len(faults) or 'no'} faults.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
