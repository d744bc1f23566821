"""What it costs to compare two editions, and to trace one element through all of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from opmodel.editions.comparing import compare
from opmodel.editions.models import Edition, Element
from opmodel.editions.snapshot import take
from opmodel.editions.tracing import since_when, trace, turns
from opmodel.editions.viewer import PUBLIC

from .figures import Figure, at_most, information
from .inside import Asking, waiting

LATEST = "sample-01-2026-07"
OWN, TIMES, QUERIES = 150, 3, 3


def figures(*, times: int = 7) -> list[Figure]:
    """Compared are neighbours, and editions far apart; the better of several times counts."""
    latest = Edition.objects.select_related("organisation").get(slug=LATEST)
    line = Edition.objects.filter(organisation=latest.organisation).order_by("effective_from")
    first, before = line[0], line.order_by("-effective_from")[1]
    both = min(_spent(lambda: _as_json(before, latest)) for _ in range(times))
    found = [information("two editions of 1,500 elements read as JSON", f"{both:.0f} ms")]
    for words, other in (("neighbours", before), ("the first and the last", first)):
        whole, own = _compared(other, latest, times)
        found += [
            at_most(f"compare {words}: own time", own, OWN, "ms"),
            at_most(f"compare {words}: times reading both as JSON", whole / both, TIMES),
        ]
    path = f"/api/v1/compare/?from={before.slug}&to={LATEST}"
    asking = Asking()
    answer = min(asking.first(path) for _ in range(times))
    return [
        *found,
        information("compare neighbours, first answer of the API", f"{answer:.0f} ms"),
        *_traced(latest, times),
    ]


def _compared(earlier: Edition, later: Edition, times: int) -> tuple[float, float]:
    """Milliseconds for a comparison with all its marks, and without the time for its statements."""
    took = []
    for _ in range(times):
        with waiting() as waited:
            whole = _spent(lambda: _with_marks(earlier, later))
        took.append((whole, whole - sum(waited)))
    return min(whole for whole, _ in took), min(own for _, own in took)


def _with_marks(earlier: Edition, later: Edition) -> int:
    found = compare(earlier=earlier, later=later, viewer=PUBLIC)
    changes = [change for pair in (*found.changed, *found.moved) for change in pair.changes]
    return sum(len(change.marks()) for change in changes)


def _as_json(*editions: Edition) -> int:
    return sum(len(json.dumps(_canonical(edition))) for edition in editions)


def _canonical(edition: Edition) -> list[dict[str, Any]]:
    return [record.canonical() for record in take(edition).records]


def _traced(edition: Edition, times: int) -> list[Figure]:
    element = Element.objects.filter(edition=edition, kind="responsibility")[0]

    def act() -> None:
        found = trace(element=element, viewer=PUBLIC)
        assert len(turns(found)) > 1
        assert since_when(found)

    with CaptureQueriesContext(connection) as captured:
        act()
    spent = min(_spent(act) for _ in range(times))
    return [
        at_most("full ancestry of an element, queries", len(captured), QUERIES),
        information("full ancestry of an element", f"{spent:.1f} ms"),
    ]


def _spent(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return (perf_counter() - began) * 1000
