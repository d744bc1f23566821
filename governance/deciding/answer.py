"""What a scheme answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .question import Question
from .scheme import Band, Holder, Matter, Power


class Reason(StrEnum):
    """Why somebody whose power is near is not the answer."""

    ENDED = "ended"
    NOT_YET = "not-yet"
    NOT_GIVEN = "not-given"
    URGENT_ONLY = "urgent-only"
    NO_EFFECT = "no-effect"
    NOT_DELEGABLE = "not-delegable"
    NOT_ONWARD = "not-onward"
    CIRCLE = "circle"
    BEYOND_GIVER = "beyond-giver"
    OTHER_PLACE = "other-place"
    OTHER_SERVICE = "other-service"
    OTHER_BASIS = "other-basis"
    NOT_BUDGETED = "not-budgeted"
    TOO_MUCH = "too-much"
    TOO_LITTLE = "too-little"
    VACANT = "vacant"
    NOT_SUBSTANTIVE = "not-substantive"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A power that does not answer the question, and the first reason why.

    `through` is the link of its chain that fails, where it is not the power itself.
    """

    power: Power
    reason: Reason
    through: Power | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One who has a part in it, by which power, under which of its bands.

    `by_deputy` is who acts for the holder, whose post is vacant.
    """

    power: Power
    band: Band | None = None
    by_deputy: Holder | None = None

    @property
    def up_to(self) -> Decimal | None:
        return self.band.up_to if self.band else None


@dataclass(frozen=True)
class Answer:
    """Who may decide; or nobody, and where the gap lies.

    `approves` is the lowest holder whose authority covers it, `together` those who have to approve
    it with them, `alike` others who may just as well (an overlap of the scheme). `chain` leads
    from it to whoever has the power in their own right.
    `next_up` is the next power above: who decides more, or who would have to where nobody may.
    """

    question: Question
    matter: Matter
    approves: Step | None
    together: tuple[Step, ...] = ()
    alike: tuple[Step, ...] = ()
    chain: tuple[Power, ...] = ()
    recommends: tuple[Step, ...] = ()
    consulted: tuple[Step, ...] = ()
    signs: tuple[Step, ...] = ()
    told: tuple[Step, ...] = ()
    next_up: Step | None = None
    refused: tuple[Refusal, ...] = ()
    residual: bool = False
