"""What may be answered to what a workbook asks: the likely answers first, then all others."""

from __future__ import annotations

from typing import Final

from opmodel.editions.kinds import kinds

from .base import Base
from .choices import KEY
from .findings import Option, Wanted

_HOLDER: Final = "holder:"
_OFFERED: Final = ("committee", "post", "role-class", "directorate", "team", "body", "partnership")
"""The holders that people look for by name in a list, in this order."""
_MOST: Final = 400
"""In a longer list nobody finds anything: there the name is written as the edition has it."""


def others(wanted: Wanted, base: Base) -> tuple[Option, ...]:
    """What is not called anything like it and may be meant all the same."""
    if not wanted.name.startswith(_HOLDER):
        return ()
    likely = {option.value for option in wanted.options}
    found = tuple(
        Option(f"{KEY}{record.key}", f"{record.values['name']} ({_word(kind)})")
        for kind in _OFFERED
        for record in sorted(
            base.by_kind.get(kind, ()), key=lambda each: str(each.values["name"]).casefold()
        )
        if f"{KEY}{record.key}" not in likely
    )
    return found if len(found) <= _MOST else ()


def answers_to(wanted: Wanted, base: Base) -> tuple[Option, ...]:
    """Everything that is an answer to it."""
    return (*wanted.options, *others(wanted, base))


def _word(kind: str) -> str:
    return str(kinds()[kind]._meta.verbose_name)
