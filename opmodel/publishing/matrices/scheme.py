"""The scheme of reservation and delegation as a matrix: decisions × holders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from governance.deciding.scheme import Matter, Power
from opmodel.editions.models import Edition
from opmodel.publishing.asking import Asked
from opmodel.publishing.drawn import OUR_READING
from opmodel.publishing.words import counted
from opmodel.workbooks.matrices import Adds, Says
from opmodel.workbooks.matrices.stands import PART, REACH

from .definition import Definition, Given, Shown, arranged
from .holders import Columns, cells_of, columns_for
from .matrix import Cell, Entry, Header, Matrix, Row
from .powers import (
    APPROVING,
    ASKS,
    NO_POWER,
    ON_CONDITIONS,
    PARTS,
    Read,
    by_name,
    by_reference,
    fields,
    holds_a_scheme,
    limit_lines,
    part_words,
    read_scheme,
    scope,
    standing,
    tags,
    wanted,
)

NO_PART: Final = "none"
NOBODY: Final = "nobody is named"
NON_DELEGABLE: Final = "May not be delegated"

SORTS: Final = (("", "Reference"), ("name", "Name"), ("category", "Category"))
GROUPS: Final = (
    ("", "Category"),
    ("function", "Function"),
    ("legal-basis", "Legal basis"),
    ("none", "No groups"),
)

_Heading = tuple[tuple[int, str], str]


def _read(edition: Edition, asked: Asked, given: Given) -> Shown:
    read = read_scheme(edition, asked)
    found = wanted(read, given)
    return Shown(
        matrix=matrix_of(read, found, given) if found else None,
        fields=(
            *fields(read, read.powers, given),
            arranged("sort", "In order of", given, SORTS),
            arranged("group", "Grouped by", given, GROUPS),
        ),
        notes=tuple(_notes(read, found)),
    )


def matrix_of(read: Read, found: dict[str, tuple[Power, ...]], given: Given) -> Matrix:
    """The powers of these decisions: decisions × holders."""
    powers = [power for some in found.values() for power in some]
    columns = columns_for(powers, read.order, given.get("holder", ""))
    headers = tuple(
        Header(holder.name or "Holder not recorded", url=read.url_of(holder), key=holder.key)
        for holder in columns.own
    )
    if columns.others:
        others = counted(len(columns.others), "holder")
        headers += (Header("Others", note=f"{others}, named in the cells", wide=True),)
    # Where nobody is named for any of the decisions there is one column, to say so in.
    headers = headers or (Header("Holders"),)
    rows = tuple(
        Row(
            _header(read, matter, found[matter.key]),
            _cells(read, found[matter.key], columns, len(headers)),
            group=Header(heading) if heading else None,
            details=(
                "; ".join(words for words, _ in _clauses(read, found[matter.key])),
                read.facts[matter.key].law,
            ),
        )
        for heading, matter in arranged_matters(read, found, given)
    )
    return Matrix(
        caption="Scheme of reservation and delegation: who has which part in which decision",
        corner="Decision",
        columns=headers,
        rows=rows,
        plural="holders",
        legend=tuple(_legend(rows)),
        name="scheme",
        groups=dict(GROUPS).get(given.get("group", ""), "Category"),
        details=("Clause", "Legal basis"),
        narrow=True,
        sparse=True,
        adds=Adds("delegation", "decision", "holder", "part"),
    )


def arranged_matters(read: Read, keys: Iterable[str], given: Given) -> Iterator[tuple[str, Matter]]:
    """The decisions as the reader wants them to stand, each with the heading of its group."""
    matters = [read.scheme.matters[key] for key in keys]
    heading = _HEADINGS.get(given.get("group", ""), _by_category)
    order = _ORDERS.get(given.get("sort", ""), by_reference)
    matters.sort(key=lambda each: (heading(read, each)[0], order(read, each)))
    for matter in matters:
        yield heading(read, matter)[1], matter


def _by_category(read: Read, matter: Matter) -> _Heading:
    rank, name = read.categories.get(matter.category, (10**6, "Category not recorded"))
    return (rank, ""), name


def _by_function(read: Read, matter: Matter) -> _Heading:
    return _named(read.facts[matter.key].function, "No function named")


def _by_law(read: Read, matter: Matter) -> _Heading:
    return _named(read.facts[matter.key].law, "Legal basis not recorded")


def _in_one(_read: Read, _matter: Matter) -> _Heading:
    return (0, ""), ""


def _named(name: str, otherwise: str) -> _Heading:
    return ((0, name.casefold()), name) if name else ((1, ""), otherwise)


def _category_first(read: Read, matter: Matter) -> Any:
    return _by_category(read, matter)[0], by_reference(read, matter)


_HEADINGS: Final[dict[str, Callable[[Read, Matter], _Heading]]] = {
    "function": _by_function,
    "legal-basis": _by_law,
    "none": _in_one,
}
_ORDERS: Final[dict[str, Callable[[Read, Matter], Any]]] = {
    "name": by_name,
    "category": _category_first,
}


# ---- Rows ----


def _header(read: Read, matter: Matter, powers: Iterable[Power]) -> Header:
    said = (NON_DELEGABLE if matter.non_delegable else "", *standing(_stands(read, matter)))
    return Header(
        title=" ".join(filter(None, (matter.ref, matter.name))),
        url=read.url("decision", matter.key),
        note="; ".join(filter(None, said)),
        more=tuple(_clauses(read, powers))[:1],
        key=matter.key,
    )


def _stands(read: Read, matter: Matter) -> str:
    return read.facts[matter.key].standing


def _clauses(read: Read, powers: Iterable[Power]) -> Iterator[tuple[str, str]]:
    """The clauses that these powers rest on, as (words, address), that of most of them first."""
    cited = Counter((each.clause_name, each.clause) for each in powers if each.clause)
    return ((words, read.url("clause", key)) for (words, key), _ in cited.most_common())


def _cells(
    read: Read, powers: tuple[Power, ...], columns: Columns, number: int
) -> tuple[Cell, ...]:
    if not powers:
        return (Cell(state="not recorded", words=NOBODY, span=number),)
    entries = zip(powers, _entries(read, powers, columns), strict=True)
    return cells_of(columns, entries, NO_PART)


def _entries(read: Read, powers: tuple[Power, ...], columns: Columns) -> Iterator[Entry]:
    for power, label in zip(powers, labels(read, powers), strict=True):
        word, tone = part_words(power)
        reach, where = limit_lines(power), tuple(scope(read, power))
        texts, says = (*reach, *where), (Says(REACH),) * len(reach) + (Says(),) * len(where)
        if power.holder in columns.others:
            texts, says = _in_a_line(power, reach, where)
        yield Entry(
            part=word,
            texts=texts,
            url=read.url("delegation", power.key),
            label=label,
            tags=tags(read, power),
            tone=tone,
            key=power.key,
            says=(Says(PART), *says),
        )


def _in_a_line(
    power: Power, reach: tuple[str, ...], where: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Says, ...]]:
    """What is said of a power, with its holder, for the column that many share."""
    limit = "; ".join(each[:1].lower() + each[1:] for each in reach)
    text = "; ".join(filter(None, (power.holder.name, limit, *where)))
    return (text,), (Says(REACH, limit) if limit else Says(),)


def labels(read: Read, powers: tuple[Power, ...], *, by_part: bool = True) -> Iterator[str]:
    """What each power of a decision is called where its link is read out of its place: its decision
    and holder, with its limit where the holder has several, and at last with a number.

    *by_part*: the word for its part stands before it, and tells it apart as well.
    """

    def part(power: Power) -> str:
        return part_words(power)[0] if by_part else ""

    several = Counter((part(each), each.holder) for each in powers)
    seen: Counter[tuple[str, str]] = Counter()
    for power in powers:
        matter = read.scheme.matters[power.decision]
        words = [matter.ref or matter.name, power.holder.name]
        if several[part(power), power.holder] > 1:
            words += filter(None, (power.limit, *scope(read, power)))
        label = ", ".join(words)
        seen[part(power), label] += 1
        number = seen[part(power), label]
        yield label if number == 1 else f"{label} ({number})"


# ---- What is said of the whole ----


def _legend(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    cells = [cell for row in rows for cell in row.cells]
    parts = {entry.part for cell in cells for entry in cell.said}
    tagged = {tag for cell in cells for entry in cell.said for tag in entry.tags}
    empty = {cell.nothing for cell in cells if not cell.said}
    for word, meaning, tone in (*PARTS.values(), *APPROVING.values()):
        if word in parts:
            yield word, meaning, tone
    if ON_CONDITIONS in tagged:
        yield ON_CONDITIONS, "which the entry’s own page says"
    if NO_POWER in tagged:
        yield NO_POWER, "rests on an agreement that delegates nothing"
    if OUR_READING in tagged:
        yield OUR_READING, "the source does not say it outright"
    if NO_PART in empty:
        yield "None", "has no part in the decision"
    if NOBODY in empty:
        yield "Nobody is named", "the scheme lists the decision and nobody for it"


def _notes(read: Read, found: dict[str, tuple[Power, ...]]) -> Iterator[str]:
    total = len(read.scheme.matters)
    if found and len(found) < total:
        yield f"{counted(len(found), 'decision')} of {total:,}."
    elif found:
        yield f"{counted(total, 'decision')}. Where no limit stands, the part reaches to all cases."


DEFINITION: Final = Definition(
    name="scheme",
    title="Scheme of reservation and delegation",
    will_stand="Who may decide what, and who else has a part in it, will stand here.",
    asks=(*ASKS, "sort", "group"),
    is_in=holds_a_scheme,
    read=_read,
    beside=("scheme-by-holder", "limits"),
)
