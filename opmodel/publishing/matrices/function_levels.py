"""At which level what is set, decided and delivered: functions and decisions × levels.

A function has a cell for each level at which a source places it. Policy, decision and delivery are
different things and never one. What is delegated at a level stands with its function, or, where no
function is named, in a row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from directorates.models import Function
from governance.models import Delegation
from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.elements import named_elements
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.charts.trees import Below, tops
from opmodel.publishing.drawn import OUR_READING, drawn, unsettled
from opmodel.publishing.filters import FormField
from opmodel.publishing.time_bar import STANDINGS
from opmodel.publishing.words import counted
from opmodel.workbooks.matrices import Adds, Says, field_of
from places.models import Level, Placement

from .definition import Counts, Definition, Given, Shown, arranged, choice, words
from .matrix import Cell, Entry, Header, Matrix, Row, Tone

ELSEWHERE: Final = "not placed here"
BINDING: Final = "may not be delegated"
OF_PARTS: Final = "see its parts"

SORTS: Final = (("", "Order of the edition"), ("name", "Name"))
GROUPS: Final = (("", "Directorate"), ("statutory", "Duties in law"), ("none", "No groups"))

DUTIES, OTHERS = Header("Duties in law"), Header("Other functions")

PARTS: Final[dict[str, tuple[str, str, Tone]]] = {
    Placement.Part.POLICY: ("Policy", "policy is set at this level", "light"),
    Placement.Part.DECISION: ("Decision", "is decided at this level", "strong"),
    Placement.Part.DELIVERY: ("Delivery", "is delivered at this level", "firm"),
    "": ("Exercised", "placed at this level; which part of it, the source does not say", "open"),
}

TYPES: Final[dict[str, str]] = {
    Delegation.Type.OWN: "Held by",
    Delegation.Type.RESERVED: "Reserved to",
    Delegation.Type.DELEGATED: "Delegated to",
    Delegation.Type.DELEGATED_IN: "Delegated to the organisation; held by",
    Delegation.Type.JOINT: "Exercised jointly by",
    Delegation.Type.ADVISORY: "May recommend, not decide",
    Delegation.Type.INTENDED: "Intended, not yet delegated, for",
}


@dataclass(frozen=True)
class _Read:
    """What stands in the matrix, read in one query for each kind."""

    edition: Edition
    asked: Asked
    functions: dict[UUID, Function]
    placements: dict[UUID, list[Placement]]
    delegations: dict[UUID | None, list[Delegation]]
    named: dict[UUID, Element]
    levels: tuple[Level, ...]


def _is_in(edition: Edition, counts: Counts) -> bool:
    return Placement in counts or (
        Delegation in counts
        and Delegation.objects.in_edition(edition).filter(level__isnull=False).exists()
    )


def _read(edition: Edition, asked: Asked, given: Given) -> Shown:
    read = _gathered(edition, asked)
    wanted = {id_ for id_ in read.functions if _wanted(id_, read, given)}
    levels = tuple(level for level in read.levels if given.get("level", "") in ("", level.code))
    rows = [*_of_functions(wanted, read, levels, given), *_of_decisions(read, levels, given)]
    return Shown(
        matrix=_matrix(rows, read, levels, given) if rows and levels else None,
        fields=_fields(read, given),
        notes=tuple(_notes(read)),
    )


def _gathered(edition: Edition, asked: Asked) -> _Read:
    functions = {each.id: each for each in drawn(kind=Function, edition=edition)}
    placements: dict[UUID, list[Placement]] = defaultdict(list)
    levels: dict[str, Level] = {}
    for placement in drawn(kind=Placement, edition=edition).select_related("level"):
        placements[placement.function_id].append(placement)
        levels[placement.level.code] = placement.level
    delegations: dict[UUID | None, list[Delegation]] = defaultdict(list)
    at_a_level = drawn(kind=Delegation, edition=edition).filter(level__isnull=False)
    for delegation in at_a_level.select_related("level"):
        delegations[delegation.function_id].append(delegation)
        if delegation.level:
            levels[delegation.level.code] = delegation.level
    of_rows = [each for some in delegations.values() for each in some]
    named = named_elements(
        [
            *(each.holder_id for each in of_rows),
            *(each.place_id for each in of_rows),
            *(each.directorate_id for each in functions.values()),
        ]
    )
    in_order = tuple(sorted(levels.values(), key=lambda level: level.rank))
    return _Read(edition, asked, functions, placements, delegations, named, in_order)


# ---- What it is narrowed to ----


def _fields(read: _Read, given: Given) -> tuple[FormField, ...]:
    placed = [read.functions[id_] for id_ in read.functions if _is_placed(id_, read)]
    return (
        *choice("level", "Level", given, ((each.code, each.name) for each in read.levels)),
        *choice(
            "directorate",
            "Directorate",
            given,
            (
                (read.named[each.directorate_id].key, read.named[each.directorate_id].name)
                for each in placed
                if each.directorate_id
            ),
        ),
        *choice(
            "part",
            "Part",
            given,
            (
                (each.part, PARTS[each.part][0])
                for some in read.placements.values()
                for each in some
                if each.part
            ),
        ),
        *words(given),
        arranged("sort", "In order of", given, SORTS),
        arranged("group", "Grouped by", given, GROUPS),
    )


def _is_placed(function: UUID, read: _Read) -> bool:
    return function in read.placements or function in read.delegations


def _wanted(id_: UUID, read: _Read, given: Given) -> bool:
    """Whether a function has a row: whether it is placed, and as the reader asked."""
    function, level, part = read.functions[id_], given.get("level", ""), given.get("part", "")
    placements, delegations = read.placements.get(id_, []), read.delegations.get(id_, [])
    directorate = read.named.get(function.directorate_id) if function.directorate_id else None
    at_level = any(
        level in ("", each.level_id) and part in ("", each.part) for each in placements
    ) or any(level in ("", each.level_id) and not part for each in delegations)
    return (
        at_level
        and given.get("directorate", "") in ("", directorate.key if directorate else None)
        and _says(given, function, *delegations)
    )


def _says(given: Given, *elements: Element) -> bool:
    text = given.get("text", "").casefold()
    names = [name for each in elements for name in (each.name, *each.also_known_as)]
    return any(text in name.casefold() for name in names)


# ---- Rows ----


def _of_functions(
    wanted: set[UUID], read: _Read, levels: tuple[Level, ...], given: Given
) -> Iterator[Row]:
    """A row for each function that is placed, below what it is part of, in groups."""
    below: Below[Function] = defaultdict(list)
    for function in read.functions.values():
        below[function.parent_id if function.parent_id in read.functions else None].append(function)
    if given.get("sort") == "name":
        for some in below.values():
            some.sort(key=lambda each: each.name.casefold())
    grouped = any(read.functions[id_].directorate_id for id_ in wanted)
    groups: dict[Header | None, list[Function]] = defaultdict(list)
    # Groups stand in the order of the edition, however functions do in them.
    for function in read.functions.values():
        groups.setdefault(_heading(function, read, given, grouped=grouped), [])
    for function in tops(below):
        groups[_heading(function, read, given, grouped=grouped)].append(function)
    for group, functions in sorted(groups.items(), key=lambda each: each[0] == OTHERS):
        for function in (each for top in functions for each in _branch(top, below, wanted)):
            yield Row(_of_function(function, read), _cells(function, read, levels), group)


def _heading(function: Function, read: _Read, given: Given, *, grouped: bool) -> Header | None:
    """What a function stands under, with its parts."""
    match given.get("group", ""):
        case "statutory":
            return DUTIES if function.statutory else OTHERS
        case "none":
            return None
    return _group(function.directorate_id, read) if grouped else None


def _group(directorate: UUID | None, read: _Read) -> Header:
    if not directorate:
        return Header("Directorate not recorded")
    return _header(read.named[directorate], read)


def _branch(function: Function, below: Below[Function], wanted: set[UUID]) -> list[Function]:
    """A function and its parts, as far as they are wanted or lead to what is."""
    # Taken out as it is read, so that a circle in a draft ends where it closes.
    parts = [each for part in below.pop(function.id, []) for each in _branch(part, below, wanted)]
    return [function, *parts] if function.id in wanted or parts else []


def _of_function(function: Function, read: _Read) -> Header:
    said = (
        "Statutory" if function.statutory else "",
        "May not be delegated" if function.non_delegable else "",
        unsettled(function),
    )
    whole = read.functions.get(function.parent_id) if function.parent_id else None
    return _header(
        function, read, note="; ".join(filter(None, said)), within=whole.name if whole else ""
    )


def _cells(function: Function, read: _Read, levels: tuple[Level, ...]) -> tuple[Cell, ...]:
    if not _is_placed(function.id, read):
        return (Cell(state="not applicable", words=OF_PARTS, span=len(levels)),)
    cells = []
    for level in levels:
        entries = (
            *(
                _placed(each, function, read)
                for each in sorted(read.placements.get(function.id, []), key=_by_part)
                if each.level_id == level.code
            ),
            *(
                _delegated(each, read, function)
                for each in read.delegations.get(function.id, [])
                if each.level_id == level.code
            ),
        )
        cells.append(Cell(entries=entries) if entries else _elsewhere(function))
    return tuple(cells)


def _by_part(placement: Placement) -> int:
    return list(PARTS).index(placement.part)


def _elsewhere(function: Function) -> Cell:
    if function.non_delegable:
        return Cell(state="not applicable", words=BINDING)
    return Cell(state="nil", words=ELSEWHERE)


def _placed(placement: Placement, function: Function, read: _Read) -> Entry:
    part, _, tone = PARTS[placement.part]
    return Entry(
        part=part,
        texts=(f"jointly with {placement.jointly_with}",) if placement.jointly_with else (),
        key=placement.key,
        says=(
            field_of(Placement, "part"),
            *(
                [field_of(Placement, "jointly_with", placement.jointly_with)]
                if placement.jointly_with
                else []
            ),
        ),
        url=addresses.of_element(read.edition, placement) + read.asked.carried,
        label=f"of {function.name}, {placement.level.name}",
        tags=beside(placement, function),
        tone=tone,
    )


def _of_decisions(read: _Read, levels: tuple[Level, ...], given: Given) -> Iterator[Row]:
    """A row for each delegation that names a level and no function."""
    if given.get("directorate") or given.get("part"):
        return
    codes = {level.code for level in levels}
    for delegation in read.delegations.get(None, ()):
        if delegation.level_id in codes and _says(given, delegation):
            cells = (
                Cell(entries=(_delegated(delegation, read),))
                if level.code == delegation.level_id
                else Cell(state="nil", words=ELSEWHERE)
                for level in levels
            )
            header = _header(delegation, read, note=unsettled(delegation))
            yield Row(header, tuple(cells), Header("Powers and duties that name no function"))


def _delegated(delegation: Delegation, read: _Read, function: Function | None = None) -> Entry:
    """What a delegation says in its cell; by its own name where the row is that of *function*."""
    texts = [delegation.name] if function else []
    says = [field_of(Delegation, "name")] if function else []
    texts.append(_held(delegation, read))
    says.append(_holder_says(delegation, read))
    if delegation.place_id:
        texts.append(f"only for {read.named[delegation.place_id].name}")
        says.append(Says())
    if delegation.limit:
        texts.append(f"Limit: {delegation.limit}")
        says.append(field_of(Delegation, "limit", delegation.limit))
    own = addresses.of_element(read.edition, delegation) + read.asked.carried
    return Entry(
        texts=tuple(texts),
        url=own if function else "",
        tags=beside(delegation, function or delegation),
        key=delegation.key,
        says=tuple(says),
    )


def beside(element: Element, row: Element) -> tuple[str, ...]:
    """The words that stand beside an entry: how it stands where its row stands otherwise, and
    whether it is our reading."""
    standing = "" if element.standing == row.standing else STANDINGS[element.standing].word
    return tuple(filter(None, (standing, OUR_READING if element.reading else "")))


def _held(delegation: Delegation, read: _Read) -> str:
    holder = read.named[delegation.holder_id].name if delegation.holder_id else ""
    return held(delegation, holder or delegation.held_by)


def held(delegation: Delegation, holder: str) -> str:
    """How a power that names no decision is held, and by whom."""
    if delegation.type == Delegation.Type.NONE:
        return f"Not delegated to: {holder}" if holder else "Not delegated"
    if not holder:
        return f"{delegation.get_type_display()}; holder not recorded"
    return f"{TYPES[delegation.type]}: {holder}"


def _holder_says(delegation: Delegation, read: _Read) -> Says:
    if delegation.holder_id:
        return field_of(Delegation, "holder", read.named[delegation.holder_id].name)
    return field_of(Delegation, "held_by", delegation.held_by) if delegation.held_by else Says()


def _header(element: Element, read: _Read, *, note: str = "", within: str = "") -> Header:
    url = addresses.of_element(read.edition, element) + read.asked.carried
    return Header(element.name, url=url, note=note, within=within, key=element.key)


# ---- The whole ----


def _matrix(rows: list[Row], read: _Read, levels: tuple[Level, ...], given: Given) -> Matrix:
    decisions = None in read.delegations
    return Matrix(
        caption="Functions and decisions by the level at which they are exercised",
        corner="Function or decision" if decisions else "Function",
        columns=tuple(Header(level.name, key=level.code) for level in levels),
        rows=tuple(rows),
        plural="levels",
        legend=tuple(_legend(rows)),
        name="function-levels",
        groups=dict(GROUPS).get(given.get("group", ""), "Directorate"),
        adds=Adds("placement", "function", "level", "part"),
    )


def _legend(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    cells = [cell for row in rows for cell in row.cells]
    entries = [entry for cell in cells for entry in cell.said]
    shown = {(entry.part, entry.tone) for entry in entries}
    for word, meaning, tone in PARTS.values():
        if (word, tone) in shown:
            yield word, meaning, tone
    if any(OUR_READING in entry.tags for entry in entries):
        yield OUR_READING, "the source does not say it outright"
    empty = {cell.nothing for cell in cells if not cell.said}
    if ELSEWHERE in empty:
        yield "Not placed here", "the source places it at other levels"
    if BINDING in empty:
        yield "May not be delegated", "stays at the level where it is"
    if OF_PARTS in empty:
        yield "See its parts", "the source places its parts, in the rows below, and not the whole"


def _notes(read: _Read) -> Iterator[str]:
    shown: set[UUID | None] = set()
    for id_ in read.functions:
        if _is_placed(id_, read):
            shown |= set(_upwards(id_, read))
    unplaced = len(read.functions) - len(shown)
    if read.functions and not shown:
        yield "No level is recorded for any function in this edition."
    elif unplaced:
        yield (
            f"Of {counted(len(read.functions), 'function')} in this edition, {unplaced:,} "
            f"{'has' if unplaced == 1 else 'have'} no level recorded and no row here."
        )


def _upwards(id_: UUID | None, read: _Read) -> list[UUID]:
    """A function and all that it is part of; in a draft, as far as the circle where it closes."""
    found: list[UUID] = []
    while id_ in read.functions and id_ not in found:
        found.append(id_)
        id_ = read.functions[id_].parent_id
    return found


DEFINITION: Final = Definition(
    name="function-levels",
    title="Functions and decisions by level",
    will_stand="At which level each function is exercised will stand here.",
    asks=("level", "directorate", "part", "text", "sort", "group"),
    is_in=_is_in,
    read=_read,
)
