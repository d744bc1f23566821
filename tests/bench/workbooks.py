"""What it costs to look through a workbook of 1,000 rows before it is taken in."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import subprocess
import sys
from time import perf_counter

import xlsxwriter

from .figures import Figure, at_most, information
from .server import ROOT

HANDBOOK = "marlshire-icb-2025-04"
ROWS = 1_000
SECONDS, MEMORY = 3, 200
"""At most, and megabytes of the whole process."""
_HEADINGS = (
    *("Ref", "Policy area", "Decision", "Board", "Audit Committee", "FIC", "CEO", "CFO", "CNO"),
    *("CMO", "Executive Committee", "Budget managers", "Conditions"),
)
_SAID = ("x", "Approve up to £50k", "Recommend", "£50k–£250k", "-", None, "Consulted")
_WORDS = ("contract", "service", "budget", "plan", "policy", "care", "review", "audit", "risk")


def scheme_of(rows: int, names: list[str]) -> bytes:
    """A scheme with that many decisions, the first of them called by these names."""
    chance = random.Random(1)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Scheme")
    sheet.write_row(0, 0, _HEADINGS)
    for row in range(rows):
        made = f"Approve {' '.join(chance.sample(_WORDS, 5))} {row}"
        name = names[row] if row < len(names) else made
        said = [chance.choice(_SAID) for _ in _HEADINGS[3:-1]]
        sheet.write_row(row + 1, 0, [f"77.{row}", "Finance", name, *said, "Within budget"])
    book.close()
    return out.getvalue()


def figures() -> list[Figure]:
    """Measured in a process of its own, so that its memory is its own too."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.workbooks"],
        cwd=ROOT,
        env=os.environ,
        check=True,
        capture_output=True,
        text=True,
    )
    took = json.loads(done.stdout)
    return [
        at_most(f"preview of {ROWS:,} rows", took["seconds"], SECONDS, "s"),
        at_most("peak of the process that makes it", took["megabytes"], MEMORY, "MB"),
        information("cells looked at, elements it would add", took["found"]),
    ]


def main() -> None:
    import django  # noqa: PLC0415

    django.setup()
    from opmodel.editions.models import Edition  # noqa: PLC0415
    from opmodel.workbooks.base import Base  # noqa: PLC0415
    from opmodel.workbooks.preview import preview  # noqa: PLC0415

    edition = Edition.objects.select_related("organisation").get(slug=HANDBOOK)
    names = [str(each.values["name"]) for each in Base.of(edition).by_kind["decision"]]
    data = scheme_of(ROWS, names)
    began = perf_counter()
    seen = preview(name="scheme.xlsx", data=data, base=Base.of(edition))
    seconds = perf_counter() - began
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = f"{len(seen.marks):,}, {len(seen.changes):,}"
    print(json.dumps({"seconds": seconds, "megabytes": most, "found": found}))


if __name__ == "__main__":
    main()
