"""What is asked of a scheme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Question:
    """Who may decide this, up to how much, here, on that day?

    `amounts` are pounds by the basis they are counted on; empty: the amount was not said. Without a
    place (or a service) it is asked for all of them: who may decide in one only, may not here. What
    is not budgeted has to be said; `recurrent` None: not said, and then a power that depends on it
    is no answer.
    """

    decision: str
    on: date
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    place: str = ""
    service: str = ""
    budgeted: bool = True
    recurrent: bool | None = None
    urgent: bool = False
