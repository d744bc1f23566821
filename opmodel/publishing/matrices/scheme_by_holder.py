"""The scheme as numbered lists: for each holder what is reserved to it, what it decides, and on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from governance.deciding.scheme import Matter, Power
from governance.models import Delegation
from opmodel.editions.models import Edition
from opmodel.publishing.asking import Asked
from opmodel.publishing.words import counted
from opmodel.workbooks.matrices import Says, field_of
from opmodel.workbooks.matrices.stands import REACH

from .definition import Definition, Given, Shown, arranged
from .matrix import Cell, Entry, Header, Matrix, Row
from .powers import (
    APPROVING,
    ASKS,
    NO_POWER,
    PARTS,
    Read,
    by_name,
    by_reference,
    dates,
    fields,
    holds_a_scheme,
    part_of,
    part_words,
    read_scheme,
    scope,
    standing,
    the,
    wanted,
)

HEADINGS: Final = {
    "reserved": "Reserved to {}",
    "approves": "Decided by {}",
    "recommends": "Recommended by {}",
    "consulted": "Consultation of {}",
    "signs": "Signed by {}",
    "told": "Reported to {}",
}
COLUMNS: Final = ("How", "Limit", "Only", "Conditions", "Clause")
SORTS: Final = (("", "Reference"), ("name", "Name"))


def _read(edition: Edition, asked: Asked, given: Given) -> Shown:
    read = read_scheme(edition, asked)
    holder = given.get("holder", "")
    powers = [
        power
        for some in wanted(read, given).values()
        for power in some
        if holder in ("", power.holder.key) and (not given.get("place") or power.places)
    ]
    rows = tuple(_rows(read, powers, by_name if given.get("sort") == "name" else by_reference))
    return Shown(
        matrix=_matrix(rows) if rows else None,
        fields=(*fields(read, read.powers, given), arranged("sort", "In order of", given, SORTS)),
        notes=(f"{counted(len(rows), 'entry', 'entries')} of {len(read.powers):,}.",)
        if len(rows) < len(read.powers)
        else (),
    )


def _matrix(rows: tuple[Row, ...]) -> Matrix:
    return Matrix(
        caption="Scheme of reservation and delegation: by holder",
        corner="Decision",
        columns=tuple(Header(name) for name in COLUMNS),
        rows=rows,
        name="scheme-by-holder",
        groups="List",
        sparse=True,
    )


def _rows(
    read: Read, powers: Iterable[Power], order: Callable[[Read, Matter], Any]
) -> Iterator[Row]:
    parts = list(PARTS)
    in_order = sorted(
        powers,
        key=lambda each: (
            read.order.place(each.holder),
            parts.index(part_of(each)),
            order(read, read.scheme.matters[each.decision]),
        ),
    )
    for (holder, part), some in groupby(in_order, key=lambda each: (each.holder, part_of(each))):
        heading = Header(HEADINGS[part].format(the(holder)), url=read.url_of(holder))
        for number, power in enumerate(some, start=1):
            matter = read.scheme.matters[power.decision]
            yield Row(
                header=Header(
                    " ".join(filter(None, (matter.ref, matter.name))),
                    url=read.url("decision", matter.key),
                    key=power.key,
                ),
                cells=_cells(read, power),
                group=heading,
                number=number,
            )


def _cells(read: Read, power: Power) -> tuple[Cell, ...]:
    clause = Entry(texts=(power.clause_name,), url=read.url("clause", power.clause))
    return (
        _said(_how(read, power)),
        _said([power.limit], power, Says(REACH)),
        _said(each.removeprefix("only ") for each in scope(read, power)),
        _said([power.conditions], power, field_of(Delegation, "conditions")),
        Cell(entries=(clause,)) if power.clause else Cell(state="not recorded"),
    )


def _how(read: Read, power: Power) -> Iterator[str]:
    """What is particular about it: how it is held where that is not as the list's heading says."""
    word, _ = part_words(power)
    if word in {special for special, _, _ in APPROVING.values()}:
        yield word
    if power.without_effect:
        yield f"{NO_POWER}: {power.without_effect}"
    yield from dates(read, power)
    yield from standing(power.standing)


def _said(lines: Iterable[str], power: Power | None = None, says: Says | None = None) -> Cell:
    texts = tuple(filter(None, lines))
    cell = Cell(texts=texts) if texts else Cell(state="nil", words="–")
    return replace(cell, key=power.key, says=(says,)) if power and says else cell


DEFINITION: Final = Definition(
    name="scheme-by-holder",
    title="Scheme of reservation and delegation by holder",
    will_stand="What is reserved and given to whom will stand here, as numbered lists.",
    asks=(*ASKS, "sort"),
    is_in=holds_a_scheme,
    read=_read,
    numbered=True,
    beside=("scheme", "limits"),
)
