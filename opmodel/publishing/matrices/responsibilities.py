"""A responsibility matrix: functions × holders, in the letters of its set.

Its first column says who answers for the function, and where nobody or more than one does. Who has
no column of their own stands in the last one, by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Final
from uuid import UUID

from commissioning.letters import LETTER_SETS, Letter, LetterSet
from commissioning.models import Responsibility, ResponsibilityMatrix
from directorates.models import Function, Post
from governance.deciding.scheme import Holder
from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.elements import elements_of_kind, named_elements
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.drawn import OUR_READING, drawn, marks, unsettled
from opmodel.publishing.filters import FormField
from opmodel.publishing.words import counted
from opmodel.workbooks.matrices import Adds, Says, field_of

from .definition import Counts, Definition, Given, Shown, arranged, choice, words
from .holders import WHOSE, Columns, Order, cells_of, columns_for, order_of
from .matrix import NUMBERS, Cell, Entry, Header, Matrix, Row, Tone

Part = Responsibility.Part

NO_PART: Final = "–"
NOT_A_LETTER: Final = "?"

TONES: Final[dict[str, Tone]] = {
    Part.ACCOUNTABLE: "strong",
    Part.DECIDES: "strong",
    Part.RESPONSIBLE: "firm",
    Part.PERFORMS: "firm",
    Part.AGREES: "open",
    Part.SUPPORTS: "light",
    Part.RECOMMENDS: "light",
}

FAULTS: Final = (
    ("any", "Any of these"),
    ("nobody", "Nobody answers for it"),
    ("several", "More than one answers for it"),
    ("undone", "Nobody does the work"),
    ("letter", "A letter of another set"),
)
SORTS: Final = (("", "Order of the edition"), ("name", "Name"), ("answers", "Who answers for it"))
GROUPS: Final = (
    ("", "Directorate"),
    ("answers", "Who answers for it"),
    ("statutory", "Duties in law"),
    ("none", "No groups"),
)


@dataclass(frozen=True)
class Played:
    """A part that a holder has in a function, with its letter; None where the set has none."""

    entry: Responsibility
    holder: Holder
    letter: Letter | None


@dataclass(frozen=True)
class Line:
    """A function, with everybody who has a part in it."""

    function: Function
    letters: LetterSet
    played: tuple[Played, ...]

    @cached_property
    def answering(self) -> tuple[Holder, ...]:
        """Who answers for it; exactly one is right."""
        found = (each.holder for each in self.played if each.entry.part == self.letters.answers)
        return tuple(dict.fromkeys(found))

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with it, by what a reader asks for it by."""
        parts = {each.entry.part for each in self.played}
        return (
            *(["nobody"] if not self.answering else []),
            *(["several"] if len(self.answering) > 1 else []),
            *(["undone"] if self.letters.does not in parts else []),
            *(["letter"] if any(each.letter is None for each in self.played) else []),
        )


@dataclass(frozen=True)
class _Read:
    """What stands in the matrix, read in a fixed number of queries."""

    matrix: ResponsibilityMatrix
    letters: LetterSet
    edition: Edition
    asked: Asked
    lines: tuple[Line, ...]
    order: Order
    directorates: dict[UUID, Element]
    elements: dict[str, Element]

    def url(self, element: Element) -> str:
        return addresses.of_element(self.edition, element) + self.asked.carried

    def url_of(self, holder: Holder) -> str:
        return self.url(self.elements[holder.key])

    def directorate(self, line: Line) -> Element | None:
        return self.directorates.get(line.function.directorate_id or UUID(int=0))


def definitions(edition: Edition, counts: Counts) -> Iterator[Definition]:
    """Each responsibility matrix that an edition has."""
    if ResponsibilityMatrix in counts:
        for matrix in elements_of_kind(kind=ResponsibilityMatrix, edition=edition):
            yield _definition(matrix)


def definition_of(edition: Edition, name: str) -> Definition | None:
    """The responsibility matrix with that key; None where the edition has none."""
    found = elements_of_kind(kind=ResponsibilityMatrix, edition=edition).filter(key=name).first()
    return _definition(found) if found else None


def _definition(matrix: ResponsibilityMatrix) -> Definition:
    decides = LETTER_SETS[matrix.letters].answers == Part.DECIDES
    return Definition(
        name=matrix.key,
        title=f"{matrix.name} ({LETTER_SETS[matrix.letters].name})",
        will_stand="Who plays which part in which function will stand here.",
        asks=("directorate", "holder", "whose", "part", "fault", "text", "sort", "group"),
        is_in=lambda _edition, counts: ResponsibilityMatrix in counts,
        read=partial(_read, matrix),
        says="Who recommends, agrees, decides and carries out, function by function"
        if decides
        else "Who answers for each function, does the work, is asked and is told",
    )


def _read(matrix: ResponsibilityMatrix, edition: Edition, asked: Asked, given: Given) -> Shown:
    read = _gathered(matrix, edition, asked)
    found = {line: shown for line in read.lines if (shown := _wanted(read, line, given))}
    return Shown(
        matrix=_matrix(read, found, given) if found else None,
        fields=_fields(read, given),
        notes=tuple(_notes(read, found)),
    )


def _gathered(matrix: ResponsibilityMatrix, edition: Edition, asked: Asked) -> _Read:
    letters = LETTER_SETS[matrix.letters]
    entries = list(
        Responsibility.objects.in_edition(edition)
        .filter(matrix=matrix)
        .defer("search")
        .order_by("position", "key")
    )
    functions = {each.id: each for each in drawn(kind=Function, edition=edition)}
    elements = named_elements(
        (
            *(entry.holder_id for entry in entries),
            *(each.directorate_id for each in functions.values()),
        )
    )
    executives = set(
        Post.objects.in_edition(edition).filter(executive=True).values_list("id", flat=True)
    )
    holders = {
        each.id: Holder(each.key, each.kind, each.name, each.id in executives)
        for each in elements.values()
    }
    played: dict[UUID | None, list[Played]] = defaultdict(list)
    for entry in entries:
        letter = letters.of(entry.part)
        played[entry.function_id].append(Played(entry, holders[entry.holder_id], letter))
    return _Read(
        matrix=matrix,
        letters=letters,
        edition=edition,
        asked=asked,
        lines=tuple(
            Line(functions[id_], letters, tuple(some)) for id_, some in played.items() if id_
        ),
        order=order_of(edition, {each.holder for some in played.values() for each in some}),
        directorates={
            each.directorate_id: elements[each.directorate_id]
            for each in functions.values()
            if each.directorate_id
        },
        elements={each.key: each for each in elements.values()},
    )


# ---- What it is narrowed to ----


def _fields(read: _Read, given: Given) -> tuple[FormField, ...]:
    played = [each for line in read.lines for each in line.played]
    holders = sorted({each.holder for each in played}, key=read.order.place)
    sorts = {read.order.whose(holder) for holder in holders}
    used = {each.entry.part for each in played}
    directorates = {each.id for line in read.lines if (each := read.directorate(line))}
    present = {fault for line in read.lines for fault in line.faults}
    return (
        *choice(
            "directorate",
            "Directorate",
            given,
            (
                (each.key, each.name)
                for id_, each in read.directorates.items()
                if id_ in directorates
            ),
        ),
        *choice("holder", "Holder", given, ((each.key, each.name) for each in holders)),
        *choice(
            "whose", "Holders of one kind", given, (each for each in WHOSE if each[0] in sorts)
        ),
        *choice(
            "part",
            "Letter",
            given,
            (
                (each.part.value, f"{each.letter} – {each.word}")
                for each in read.letters.parts
                if each.part in used
            ),
        ),
        *(
            [
                FormField(
                    "fault",
                    "Only what is wrong",
                    given.get("fault", ""),
                    [each for each in FAULTS if each[0] in {"any", *present}],
                )
            ]
            if present
            else []
        ),
        *words(given),
        arranged("sort", "In order of", given, SORTS),
        arranged("group", "Grouped by", given, GROUPS),
    )


def _wanted(read: _Read, line: Line, given: Given) -> tuple[Played, ...]:
    """The parts of a function that are shown, as the reader asked; none where it has no row.

    Whoever asks for a holder sees what others do there, too.
    """
    part, whose, holder = given.get("part", ""), given.get("whose", ""), given.get("holder", "")
    fault = given.get("fault", "")
    directorate = read.directorate(line)
    shown = tuple(
        each
        for each in line.played
        if part in ("", each.entry.part) and whose in ("", read.order.whose(each.holder))
    )
    fits = (
        given.get("directorate", "") in ("", directorate.key if directorate else None)
        and (not holder or any(each.holder.key == holder for each in shown))
        and (not fault or fault in line.faults or (fault == "any" and bool(line.faults)))
        and _says(line, given.get("text", ""))
    )
    return shown if fits else ()


def _says(line: Line, text: str) -> bool:
    function = line.function
    said = [function.name, *function.also_known_as]
    said += [words for each in line.played for words in (each.holder.name, each.entry.summary)]
    everything = "\n".join(said).casefold()
    return all(word in everything for word in text.casefold().split())


# ---- In which order ----

_Heading = tuple[Any, str]


def _arranged(read: _Read, lines: Iterable[Line], given: Given) -> Iterator[tuple[str, Line]]:
    """The functions as the reader wants them to stand, each with the heading of its group."""
    heading = _HEADINGS.get(given.get("group", ""), _by_directorate)
    order = _ORDERS.get(given.get("sort", ""), _by_position)
    keyed = [(heading(read, line), line) for line in lines]
    keyed.sort(key=lambda each: (each[0][0], order(read, each[1]), each[1].function.position))
    for (_, title), line in keyed:
        yield title, line


def _by_directorate(read: _Read, line: Line) -> _Heading:
    found = read.directorate(line)
    if found is None:
        return 10**6, "Directorate not recorded"
    return list(read.directorates).index(found.id), found.name


def _by_who_answers(read: _Read, line: Line) -> _Heading:
    return _answers(read, line), _who(line) or _wrong(line)


def _by_law(_read: _Read, line: Line) -> _Heading:
    return (0, "Duties in law") if line.function.statutory else (1, "Other functions")


def _in_one(_read: _Read, _line: Line) -> _Heading:
    return 0, ""


def _by_position(_read: _Read, line: Line) -> Any:
    return line.function.position


def _by_name(_read: _Read, line: Line) -> Any:
    return line.function.name.casefold()


def _answers(read: _Read, line: Line) -> Any:
    """What is wrong first, then by where the one who answers stands among holders."""
    if len(line.answering) != 1:
        return (0, len(line.answering)), (0, 0, "")
    return (1, 0), read.order.place(line.answering[0])


_HEADINGS: Final[dict[str, Callable[[_Read, Line], _Heading]]] = {
    "answers": _by_who_answers,
    "statutory": _by_law,
    "none": _in_one,
}
_ORDERS: Final[dict[str, Callable[[_Read, Line], Any]]] = {"name": _by_name, "answers": _answers}


# ---- Rows ----


def _matrix(read: _Read, found: dict[Line, tuple[Played, ...]], given: Given) -> Matrix:
    columns = columns_for(
        (each for shown in found.values() for each in shown), read.order, given.get("holder", "")
    )
    headers = (
        Header(str(read.letters.answers.label), wide=True),
        *(Header(each.name, url=read.url_of(each), key=each.key) for each in columns.own),
    )
    if columns.others:
        others = counted(len(columns.others), "holder")
        headers += (Header("Others", note=f"{others}, named in the cells", wide=True),)
    rows = tuple(
        Row(
            _header(read, line),
            (_answer(line), *_cells(read, line, found[line], columns)),
            group=Header(title) if title else None,
        )
        for title, line in _arranged(read, found, given)
    )
    return Matrix(
        caption=f"{read.matrix.name}: {read.letters.name} of functions and holders",
        corner="Function",
        columns=headers,
        rows=rows,
        plural="holders",
        legend=tuple(_legend(read, rows)),
        name=read.matrix.key,
        groups=dict(GROUPS).get(given.get("group", ""), "Directorate"),
        narrow=True,
        sparse=True,
        lettered=True,
        adds=Adds("responsibility", "function", "holder", "part", (("matrix", read.matrix.key),)),
    )


def _header(read: _Read, line: Line) -> Header:
    decided = [
        each.entry.summary for each in line.played if each.entry.part == read.letters.answers
    ]
    said = (
        *(words.rstrip(".") for words in decided),
        "Statutory" if line.function.statutory else "",
        "Nobody does the work" if "undone" in line.faults else "",
        unsettled(line.function),
    )
    return Header(
        line.function.name,
        url=read.url(line.function),
        note="; ".join(filter(None, said)),
        key=line.function.key,
    )


def _who(line: Line) -> str:
    return line.answering[0].name if len(line.answering) == 1 else ""


def _wrong(line: Line) -> str:
    """That nobody, or more than one, answers for it, in the words of the set."""
    decides = line.letters.answers == Part.DECIDES
    if not line.answering:
        return "Nobody decides" if decides else "Nobody accountable"
    number = len(line.answering)
    called = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{called.capitalize()} {'decide' if decides else 'accountable'}"


def _answer(line: Line) -> Cell:
    """Who answers for the function, or what is wrong about that."""
    who = _who(line)
    if who:
        return Cell(texts=(who,))
    names = " and ".join(holder.name for holder in line.answering)
    texts = (names,) if names else ()
    return Cell(entries=(Entry(part=_wrong(line), texts=texts, tone="fault"),))


def _cells(
    read: _Read, line: Line, shown: tuple[Played, ...], columns: Columns
) -> tuple[Cell, ...]:
    parts = [each.part for each in read.letters.parts]
    in_order = sorted(
        shown, key=lambda each: parts.index(each.letter.part) if each.letter else len(parts)
    )
    return cells_of(
        columns,
        ((each, _entry(read, line, each, in_others=each.holder in columns.others))
         for each in in_order),
        NO_PART,
    )  # fmt: skip


def _entry(read: _Read, line: Line, each: Played, *, in_others: bool) -> Entry:
    part = Part(each.entry.part).label if each.entry.part else "Part not recorded"
    return Entry(
        part=each.letter.letter if each.letter else NOT_A_LETTER,
        texts=(each.holder.name,) if in_others else (),
        url=read.url(each.entry),
        label=f"{part}: {line.function.name}, {each.holder.name}",
        tags=(
            *marks(each.entry),
            *([str(part)] if each.letter is None else []),
        ),
        tone=TONES.get(each.entry.part, "") if each.letter else "fault",
        key=each.entry.key,
        says=(field_of(Responsibility, "part"), *([Says()] if in_others else [])),
    )


# ---- What is said of the whole ----


def _legend(read: _Read, rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    entries = [entry for row in rows for cell in row.cells for entry in cell.said]
    shown = {entry.part for entry in entries}
    for each in read.letters.parts:
        if each.letter in shown:
            tone = TONES.get(each.part, "")
            yield f"{each.letter} {each.word}", each.meaning, *([tone] if tone else [])
    if NOT_A_LETTER in shown:
        yield NOT_A_LETTER, f"a part that {read.letters.name} has no letter for", "fault"
    if any(OUR_READING in entry.tags for entry in entries):
        yield OUR_READING, "the source does not say it outright"
    if any(cell.nothing == NO_PART for row in rows for cell in row.cells if not cell.said):
        yield "A dash", "has no part in the function"


def _notes(read: _Read, found: dict[Line, tuple[Played, ...]]) -> Iterator[str]:
    if read.matrix.summary:
        yield read.matrix.summary
    total = counted(len(read.lines), "function")
    if found and len(found) < len(read.lines):
        yield f"{len(found):,} of {total}."
        return
    does = "decides" if read.letters.answers == Part.DECIDES else "answers for"
    wrong = [line for line in read.lines if len(line.answering) != 1]
    if wrong:
        named = "; ".join(f"{line.function.name} ({_wrong(line).lower()})" for line in wrong[:6])
        more = f", and {len(wrong) - 6} more" if len(wrong) > 6 else ""
        yield f"{total}. Not exactly one {does} {len(wrong)} of them: {named}{more}."
    elif found:
        yield f"{total}. Exactly one {does} each."
