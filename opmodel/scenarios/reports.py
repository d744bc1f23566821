"""What came of putting a scenario to an edition, step by step."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from governance.deciding.asking import Reply
from opmodel.editions.models import Citation, Edition

from .models import Scenario, ScenarioStep
from .stated import Statement

NOTHING_GIVEN = (
    "Nothing is given by it: it is an intention, a question or advice, or not delegated."
)
OTHERWISE_COUNTED = (
    "Others have limits too, but those count amounts another way than the step does (by the week, "
    "say), so it cannot be told whether one of them may."
)
NO_ONE_ACCOUNTABLE = "Who answers for it is not recorded, only who has another part in it."
SEVERAL_ACCOUNTABLE = "More than one answers for it, where exactly one should."


class Outcome(StrEnum):
    """What came of a step, the best first."""

    ANSWERED = "answered"
    PROPOSED = "proposed"
    IN_PART = "in-part"
    SEVERAL = "several"
    NONE = "none"


@dataclass(frozen=True)
class StepReport:
    """What an edition answers to one step.

    `reply` is that of its scheme, where that was asked and knows the matter; else `found` are the
    statements that answer, `near` those that only touch on it. `words` are those of the step's
    that fitted; `by_name` is false where they stand in a description only, which may mean something
    else. `missing` says in words what is not answered.
    """

    step: ScenarioStep
    outcome: Outcome
    words: str = ""
    reply: Reply | None = None
    found: tuple[Statement, ...] = ()
    levels: tuple[Statement, ...] = ()
    near: tuple[Statement, ...] = ()
    missing: tuple[str, ...] = ()
    by_name: bool = True
    more: int = 0


@dataclass(frozen=True)
class Report:
    """What an edition answers to a scenario. `has_scheme`: whether its scheme could be asked."""

    scenario: Scenario
    edition: Edition
    has_scheme: bool
    steps: tuple[StepReport, ...]
    citations: dict[UUID, list[Citation]] = field(default_factory=dict)

    def count(self, *outcomes: Outcome) -> int:
        return sum(step.outcome in outcomes for step in self.steps)
