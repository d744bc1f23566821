"""What it costs to ask who may decide, and what a body holds over all organisations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from django.db import transaction
from django.db.models import Count

from governance.deciding import loading
from governance.deciding.asking import Asked, ask
from governance.models import Delegation
from opmodel.editions.models import Edition, Identifier
from opmodel.editions.moments import Moment
from places.models import Body
from tests.publishing.schemes import scheme_with

from .figures import Figure, at_most, information
from .inside import Asking, waiting

DECISIONS, POSTS = 167, 20
"""Of a scheme with 501 delegations."""
HANDBOOK = "marlshire-icb-2025-04"
WHEN = Moment(on=date(2025, 9, 1), known=date(2026, 6, 1))
WARM, COLD, MORE, HOLDERS = 5, 40, 1.3, 60
"""Milliseconds, times, and milliseconds again."""


def made() -> None:
    """Makes the scheme that is asked."""
    with transaction.atomic():
        scheme_with(DECISIONS, POSTS)


@dataclass(frozen=True)
class Took:
    """Milliseconds of own time for a question: of a scheme that was asked before, and of another;
    the same of the sample handbook; and for all that a body holds, the database's time included."""

    warm: float
    cold: float
    of_handbook: tuple[float, float]
    holders: float
    code: str
    editions: int


def measure(*, times: int = 15) -> Took:
    """Measures in the database that this process uses; the best of several times counts."""
    scheme = Edition.objects.get(slug=f"scheme-of-{DECISIONS}-for-{POSTS}")
    handbook = Edition.objects.get(slug=HANDBOOK)
    of_scheme = Asked(words="approve plan 12", amount="250000")
    of_handbook = Asked(words="contract variation community services", amount="250000")
    code, editions = _widest()
    asking = Asking()
    asking.get(_address(code))
    warm, cold = _asked(scheme, of_scheme, times)
    return Took(
        warm=warm,
        cold=cold,
        of_handbook=_asked(handbook, of_handbook, times),
        holders=min(asking.first(_address(code)) for _ in range(times)),
        code=code,
        editions=editions,
    )


def figures(few: Took, many: Took) -> list[Figure]:
    """What was measured with the shipped editions, and with many more."""
    delegations = Delegation.objects.filter(edition__slug=HANDBOOK).count()
    warm, cold = few.of_handbook
    return [
        at_most("who decides, of 501 delegations: own time, asked before", few.warm, WARM, "ms"),
        at_most("who decides, of 501 delegations: own time, cold", few.cold, COLD, "ms"),
        at_most("asked before, times that with the shipped editions", many.warm / few.warm, MORE),
        at_most("cold, times that with the shipped editions", many.cold / few.cold, MORE),
        information(
            f"who decides, of {delegations:,} delegations: asked before, cold",
            f"{warm:.1f} ms, {cold:.0f} ms",
        ),
        at_most(f"holders/{many.code}, in {many.editions:,} editions", many.holders, HOLDERS, "ms"),
    ]


def _asked(edition: Edition, asked: Asked, times: int) -> tuple[float, float]:
    """Own milliseconds of a scheme that was asked before, and of one that was not."""

    def again() -> None:
        reply = ask(edition=edition, asked=asked, moment=WHEN)
        assert reply.answer, asked

    def anew() -> None:
        loading.forget()
        again()

    return _own(again, times), _own(anew, times)


def _widest() -> tuple[str, int]:
    """The ODS code of the body that most editions name."""
    named = Body.objects.filter(organisation__identifiers__scheme=Identifier.Scheme.ODS)
    counted = named.values_list("organisation__identifiers__value").annotate(
        editions=Count("edition", distinct=True)
    )
    code, editions = counted.order_by("-editions", "organisation__identifiers__value")[0]
    return str(code), editions


def _address(code: str) -> str:
    return f"/api/v1/holders/{code}/"


def _own(act: Callable[[], None], times: int) -> float:
    """Milliseconds without those in which the database was waited for."""
    took = []
    act()
    for _ in range(times):
        with waiting() as waited:
            began = perf_counter()
            act()
            took.append((perf_counter() - began) * 1000 - sum(waited))
    return min(took)
