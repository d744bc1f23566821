"""`python -m tests.bench [--quick]`: measures the registry; script/bench starts it.

DATABASE_URL names a server where its role may make databases. Two are made, and dropped at the end.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from .databases import databases
from .server import environment


def main() -> int:
    """Prints the figures; 1 where one falls short."""
    parser = argparse.ArgumentParser(prog="script/bench", description="Measures the registry.")
    parser.add_argument(
        "--quick", action="store_true", help="Less data and shorter rounds: a first impression."
    )
    quick = parser.parse_args().quick
    with databases() as (one, many), tempfile.TemporaryDirectory(prefix="opmodel-bench-") as var:
        environment(one.address, Path(var))
        # Only now do the settings say where the database is.
        from .run import run  # noqa: PLC0415

        found = run(one, many, quick=quick)
    short = [each for each in found if each.verdict == "SHORT"]
    print(f"\n{len(short)} of {len([each for each in found if each.asked])} figures fall short.")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
