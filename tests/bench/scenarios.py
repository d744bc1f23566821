"""What it costs to try an edition with eight scenarios, and to put two editions side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from governance.deciding import loading
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import MACHINE
from opmodel.scenarios import stated
from opmodel.scenarios.models import Scenario
from opmodel.scenarios.running import run_all
from opmodel.scenarios.selectors import scenarios_for

from .figures import Figure, at_most, information

HANDBOOK, DRAFT = "marlshire-icb-2025-10", "marlshire-icb-draft-2027"
BOTH = ("nenc-icb-2022-draft", "nenc-icb-2025-06")
WHEN = Moment(on=date(2026, 1, 15), known=date(2026, 6, 1))
EIGHT, MOST, MORE = 8, 500, 1.3
"""Scenarios, milliseconds, times."""


@dataclass(frozen=True)
class Took:
    """Milliseconds, the database's time included: of an edition that was asked before, of one that
    was not, of a draft (which is read each time), and of two editions side by side."""

    warm: float
    cold: float
    draft: float
    both: float
    steps: int


def measure(*, times: int = 7) -> Took:
    """Measures in the database that this process uses; the best of several times counts."""
    handbook, draft, *both = (
        Edition.objects.select_related("organisation").get(slug=slug)
        for slug in (HANDBOOK, DRAFT, *BOTH)
    )
    scenarios = list(scenarios_for(viewer=MACHINE, edition=handbook))
    assert len(scenarios) == EIGHT

    def anew() -> None:
        loading.forget()
        stated.forget()
        _tried(handbook, scenarios)

    def side_by_side() -> None:
        for edition in both:
            _tried(edition, scenarios)

    _tried(handbook, scenarios)
    return Took(
        warm=_took(lambda: _tried(handbook, scenarios), times),
        cold=_took(anew, times),
        draft=_took(lambda: _tried(draft, scenarios), times),
        both=_took(side_by_side, times),
        steps=sum(len(each.steps.all()) for each in scenarios),
    )


def figures(few: Took, many: Took) -> list[Figure]:
    """What was measured with the shipped editions, and with many more."""
    return [
        at_most("eight scenarios, asked before", few.warm, MOST, "ms"),
        at_most("eight scenarios, cold", few.cold, MOST, "ms"),
        at_most("eight scenarios, a draft", few.draft, MOST, "ms"),
        at_most("two editions side by side", few.both, MOST, "ms"),
        at_most("cold, times that with the shipped editions", many.cold / few.cold, MORE),
        information("steps asked", str(few.steps)),
    ]


def _tried(edition: Edition, scenarios: list[Scenario]) -> None:
    assert run_all(scenarios=scenarios, edition=edition, moment=WHEN)


def _took(act: Callable[[], None], times: int) -> float:
    took = []
    for _ in range(times):
        began = perf_counter()
        act()
        took.append((perf_counter() - began) * 1000)
    return min(took)
