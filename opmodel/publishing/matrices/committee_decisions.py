"""Which part the Board and each committee has in which decision: decisions × committees.

What nobody but officers and partners has a part in is left out; the scheme has all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from governance.deciding.scheme import Power
from opmodel.editions.models import Edition
from opmodel.publishing.asking import Asked
from opmodel.publishing.words import counted

from .definition import Definition, Given, Shown, arranged
from .powers import Read, fields, holds_a_scheme, part_of, read_scheme, wanted
from .scheme import GROUPS, SORTS, matrix_of

COMMITTEES: Final = "committees"


def _read(edition: Edition, asked: Asked, given: Given) -> Shown:
    read = read_scheme(edition, asked)
    powers = [each for each in read.powers if read.order.whose(each.holder) == COMMITTEES]
    found = wanted(read, {**given, "whose": COMMITTEES})
    matrix = matrix_of(read, found, given) if found else None
    offered = (each for each in fields(read, powers, given) if each.name in ASKS)
    return Shown(
        matrix=replace(
            matrix,
            caption="Decisions: which part the Board and each committee has in them",
            plural=COMMITTEES,
            name="committee-decisions",
        )
        if matrix
        else None,
        fields=(
            *(replace(each, label=LABELS.get(each.name, each.label)) for each in offered),
            arranged("sort", "In order of", given, SORTS),
            arranged("group", "Grouped by", given, GROUPS),
        ),
        notes=tuple(_notes(read, powers, found)),
    )


def _notes(read: Read, powers: list[Power], found: dict[str, tuple[Power, ...]]) -> Iterator[str]:
    all_of = {each.decision for each in powers}
    total = counted(len(read.scheme.matters), "decision")
    if not found:
        return
    if len(found) < len(all_of):
        yield f"{counted(len(found), 'decision')} of {len(all_of):,}."
        return
    decided = sum(any(part_of(each) in DECIDING for each in some) for some in found.values())
    yield (
        f"The Board or a committee has a part in {len(all_of):,} of {total}, and decides in "
        f"{decided:,} of them."
    )


DECIDING: Final = ("reserved", "approves")
ASKS: Final = ("category", "holder", "part", "kept", "text")
LABELS: Final = {"holder": "Board or committee"}

DEFINITION: Final = Definition(
    name="committee-decisions",
    title="Decisions of the Board and its committees",
    will_stand="Which part the Board and each committee has in which decision will stand here.",
    asks=(*ASKS, "sort", "group"),
    is_in=holds_a_scheme,
    read=_read,
    beside=("scheme", "scheme-by-holder"),
)
