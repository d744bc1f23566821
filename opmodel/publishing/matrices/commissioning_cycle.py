"""Who does what in each stage of a commissioning cycle: holders × stages.

An entry that spans several neighbouring stages is one cell across them: it was stated once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from commissioning.models import Cycle, Responsibility, Stage
from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.elements import (
    element_by_key,
    elements_of_kind,
    named_elements,
)
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.filters import FormField
from opmodel.workbooks.matrices import Adds, Says, field_of

from .definition import Counts, Definition, Given, Shown, arranged, words
from .matrix import Cell, Header, Matrix, Row

LEGEND = (
    ("Spans", "one statement that holds for several stages"),
    ("Not recorded", "the source does not say what is done here"),
)
SORTS = (("", "Order of the edition"), ("name", "Name"))


def definitions(edition: Edition, counts: Counts) -> Iterator[Definition]:
    """The matrix of each commissioning cycle that an edition has."""
    if Cycle in counts:
        for cycle in elements_of_kind(kind=Cycle, edition=edition):
            yield _definition(cycle)


def definition_of(edition: Edition, name: str) -> Definition:
    """The matrix of the cycle with that key. Raises Http404 where the edition has none."""
    return _definition(element_by_key(edition=edition, kind=Cycle, key=name))


def _definition(cycle: Cycle) -> Definition:
    return Definition(
        name=cycle.key,
        title=f"Who does what in the {cycle.name}",
        will_stand="Who does what in each stage will stand here.",
        asks=("holder", "stage", "text", "sort"),
        is_in=lambda _edition, counts: Cycle in counts,
        read=partial(_read, cycle),
    )


def _read(cycle: Cycle, edition: Edition, asked: Asked, given: Given) -> Shown:
    stages = list(elements_of_kind(kind=Stage, edition=edition).filter(cycle=cycle))
    entries = list(elements_of_kind(kind=Responsibility, edition=edition).filter(cycle=cycle))
    holders = named_elements(entry.holder_id for entry in entries)
    shown = [stage for stage in stages if given.get("stage", "") in ("", stage.key)]
    rows = []
    for holder_id in dict.fromkeys(entry.holder_id for entry in entries):
        holder = holders[holder_id]
        mine = [entry for entry in entries if entry.holder_id == holder_id]
        wanted = given.get("holder", "") in ("", holder.key)
        if wanted and _has(holder, mine, given.get("text", "")):
            rows.append(_row(holder, mine, shown, edition, asked))
    if given.get("sort") == "name":
        rows.sort(key=lambda row: row.header.title.casefold())
    # Offered in the order in which they were read, as many as there are.
    of_holders = [(holder.key, holder.name) for holder in holders.values()]
    of_stages = [(stage.key, stage.name) for stage in stages]
    return Shown(
        matrix=_matrix(cycle, shown, rows, edition, asked) if rows and shown else None,
        fields=(
            FormField("holder", "Directorate", given.get("holder", ""), of_holders),
            FormField("stage", "Stage", given.get("stage", ""), of_stages),
            *words(given),
            arranged("sort", "In order of", given, SORTS),
        ),
    )


def _has(holder: Element, entries: list[Responsibility], text: str) -> bool:
    wanted = text.casefold()
    return wanted in holder.name.casefold() or any(
        wanted in entry.summary.casefold() for entry in entries
    )


def _matrix(
    cycle: Cycle, stages: list[Stage], rows: list[Row], edition: Edition, asked: Asked
) -> Matrix:
    cells = [cell for row in rows for cell in row.cells]
    shown = {"Spans": any(cell.span > 1 for cell in cells)}
    return Matrix(
        caption=f"{cycle.name}: who does what in each stage",
        corner="Directorate",
        columns=tuple(_header(stage, edition, asked) for stage in stages),
        rows=tuple(rows),
        plural="stages",
        legend=tuple(entry for entry in LEGEND if shown.get(entry[0], _is_used(entry[0], cells))),
        name=cycle.key,
        adds=Adds("responsibility", "holder", "stages", "summary", (("cycle", cycle.key),)),
    )


def _is_used(term: str, cells: list[Cell]) -> bool:
    return any(cell.state == term.lower() for cell in cells)


def _header(element: Element, edition: Edition, asked: Asked) -> Header:
    address = addresses.of_element(edition, element) + asked.carried
    return Header(element.name, url=address, key=element.key)


def _row(
    holder: Element,
    entries: list[Responsibility],
    stages: list[Stage],
    edition: Edition,
    asked: Asked,
) -> Row:
    cells: list[Cell] = []
    covers = {entry.id: {stage.id for stage in entry.stages.all()} for entry in entries}
    position = 0
    while position < len(stages):
        here = [entry for entry in entries if stages[position].id in covers[entry.id]]
        span = _span(here, covers, stages[position:])
        cells.append(_cell(here, span, edition, asked))
        position += span
    return Row(_header(holder, edition, asked), tuple(cells))


def _span(here: list[Responsibility], covers: dict[UUID, set[UUID]], stages: list[Stage]) -> int:
    """Over how many stages from here the very same entries hold."""
    if not here:
        return 1
    span = 1
    for stage in stages[1:]:
        if not all(stage.id in covers[entry.id] for entry in here):
            break
        span += 1
    return span


def _cell(here: list[Responsibility], span: int, edition: Edition, asked: Asked) -> Cell:
    if not here:
        return Cell(state="not recorded")
    return Cell(
        texts=tuple(line for entry in here for line in entry.summary.split("\n")),
        part=", ".join(entry.get_part_display() for entry in here if entry.part),
        url=addresses.of_element(edition, here[0]) + asked.carried,
        span=span,
        key=here[0].key,
        says=tuple(_says(here)),
    )


def _says(here: list[Responsibility]) -> Iterator[Says]:
    """What each line of their cell shows."""
    parted = [entry for entry in here if entry.part]
    if len(parted) == 1:
        yield field_of(Responsibility, "part", key=parted[0].key)
    elif parted:
        yield Says()
    for entry in here:
        lines = list(filter(None, entry.summary.split("\n")))
        yield from [field_of(Responsibility, "summary", key=entry.key)] * len(lines)
