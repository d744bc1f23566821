"""What it costs to tell what is wrong with an edition, and to tell it again after one change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from time import perf_counter

from django.db import transaction
from django.db.models import Count

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.findings import checking, limits
from opmodel.findings.checking import check, check_changed
from opmodel.findings.registry import RULES

from .figures import Figure, at_most, information

HANDBOOK = "marlshire-icb-2025-04"
WHEN = Moment(on=date(2025, 9, 1), known=date(2026, 6, 1))
SIZE = 1_500
ALL, CHANGED, MORE = 1000, 150, 1.3
"""Milliseconds, milliseconds, and times."""
TOUCHED = ("delegation", "limit", "post", "committee", "risk")
"""Kinds of which a row is changed, those that most rules look at among them."""


@dataclass(frozen=True)
class Took:
    """Milliseconds for all findings of the worked handbook."""

    handbook: float


def measure(*, times: int = 12) -> Took:
    """Measures in the database that this process uses; the best of several times counts."""
    edition = Edition.objects.get(slug=HANDBOOK)
    return Took(handbook=_best(lambda: _anew(edition), times))


def figures(few: Took, many: Took, *, times: int = 12) -> list[Figure]:
    """What was measured with the shipped editions and with many more; and, among those, of an
    edition of about 1,500 elements and a draft of it."""
    edition = _of_the_size()
    found = [
        information("rules", f"{len(RULES)}"),
        information("elements", f"{edition.elements.count():,}"),
        at_most("all findings of it, cold", _best(lambda: _anew(edition), times), ALL, "ms"),
    ]
    with _draft_of(edition) as draft:
        check(edition=draft, moment=WHEN)
        for kind in TOUCHED:
            again = partial(check_changed, edition=draft, moment=WHEN, kinds={kind})
            name = f"after a change of a {kind} in a draft of it"
            found.append(at_most(name, _best(again, times), CHANGED, "ms"))
    title = "all findings of the worked handbook among many editions, times that with the shipped"
    return [*found, at_most(title, many.handbook / few.handbook, MORE)]


def _of_the_size() -> Edition:
    """The edition that has about as many elements as is asked for."""
    counted = Edition.objects.annotate(size=Count("elements"))
    return min(counted, key=lambda edition: abs(edition.size - SIZE))


@contextmanager
def _draft_of(edition: Edition) -> Iterator[Edition]:
    with transaction.atomic():
        yield open_draft(based_on=edition, slug="bench-draft", title="Draft", label="Draft")
        transaction.set_rollback(True)


def _anew(edition: Edition) -> None:
    checking.forget()
    limits.forget()
    check(edition=edition, moment=WHEN)


def _best(act: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        began = perf_counter()
        act()
        took.append((perf_counter() - began) * 1000)
    return min(took)
