"""What is decided and delivered in each place: functions and decisions × places.

A function that is placed at the level of places is so in every place: one cell spans them. Powers
and parts that are for single places stand below their function, each decision in a row of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from directorates.models import Function
from governance.models import Decision, Delegation
from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.elements import named_elements
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.drawn import OUR_READING, drawn, unsettled
from opmodel.publishing.filters import FormField
from opmodel.publishing.words import counted
from opmodel.workbooks.matrices import Says, field_of
from opmodel.workbooks.matrices.stands import PART, REACH
from places.models import Place, Placement

from .definition import Counts, Definition, Given, Shown, arranged, choice, words
from .function_levels import PARTS as PLACED
from .function_levels import beside, held
from .matrix import Cell, Entry, Header, Matrix, Row, Tone
from .powers import APPROVING, PARTS, lines_of_limit

LEVEL: Final = "place"
NOTHING: Final = "nothing of its own"
IN_ITS_DECISIONS: Final = "see its decisions"
NO_FUNCTION: Final = "Powers and duties that name no function"

SORTS: Final = (("", "Order of the edition"), ("name", "Name"))
GROUPS: Final = (("", "Directorate"), ("none", "No groups"))


@dataclass(frozen=True)
class Said:
    """Something that holds in these places, or in all of them where it names none."""

    part: tuple[str, str]
    places: frozenset[UUID]
    entry: Entry


@dataclass
class Topic:
    """A row: a function, a decision about one, or a power that names neither."""

    element: Element
    function: Function | None
    said: list[Said] = field(default_factory=list)

    @property
    def is_function(self) -> bool:
        return self.element is self.function


@dataclass(frozen=True)
class _Named:
    """What elements are called, and where they stand."""

    edition: Edition
    asked: Asked
    named: dict[UUID, Element]

    def url(self, element: Element) -> str:
        return addresses.of_element(self.edition, element) + self.asked.carried

    def holder(self, power: Delegation) -> str:
        return self.named[power.holder_id].name if power.holder_id else power.held_by


@dataclass(frozen=True)
class _Read(_Named):
    places: tuple[Place, ...]
    functions: dict[UUID, Function]
    topics: tuple[Topic, ...]


def _is_in(edition: Edition, counts: Counts) -> bool:
    return (
        Place in counts
        and (Placement in counts or Delegation in counts)
        and Place.objects.in_edition(edition).filter(level=LEVEL).exists()
        and (
            Placement.objects.in_edition(edition).filter(level=LEVEL).exists()
            or _powers(edition).exists()
        )
    )


def _powers(edition: Edition) -> Any:
    """Powers that are for places: for single ones, or for the level of places."""
    return drawn(kind=Delegation, edition=edition).filter(
        Q(level=LEVEL)
        | Q(place__isnull=False)
        | Q(pk__in=Delegation.places.through.objects.values("delegation_id"))
    )


def _read(edition: Edition, asked: Asked, given: Given) -> Shown:
    read = _gathered(edition, asked)
    places = [each for each in read.places if given.get("place", "") in ("", each.key)]
    found = [topic for topic in read.topics if _wanted(topic, read, places, given)]
    rows = tuple(_rows(found, read, places, given))
    return Shown(
        matrix=_matrix(rows, read, places, given) if rows and places else None,
        fields=_fields(read, given),
        notes=tuple(_notes(read, found)),
    )


def _gathered(edition: Edition, asked: Asked) -> _Read:
    """In a query for each kind, and one for whatever they name."""
    functions = {each.id: each for each in drawn(kind=Function, edition=edition)}
    placements = list(drawn(kind=Placement, edition=edition).filter(level=LEVEL))
    powers = list(_powers(edition))
    decisions = Decision.objects.in_edition(edition).defer("search").in_bulk(
        {each.decision_id for each in powers if each.decision_id}
    )  # fmt: skip
    named = named_elements(
        (
            *(each.holder_id for each in powers),
            *(each.directorate_id for each in functions.values()),
        )
    )
    topics: dict[UUID, Topic] = {}
    for placement in placements:
        placed = functions[placement.function_id]
        topic = topics.setdefault(placed.id, Topic(placed, placed))
        topic.said.append(_placed(placement, placed, edition, asked))
    for power in powers:
        decision = decisions.get(power.decision_id)
        about = power.function_id or (decision.function_id if decision else None)
        function = functions.get(about) if about else None
        element = decision or function or power
        topic = topics.setdefault(element.id, Topic(element, function))
        topic.said.append(_power(power, decision, topic, _Named(edition, asked, named)))
    return _Read(
        edition=edition,
        asked=asked,
        places=tuple(drawn(kind=Place, edition=edition).filter(level=LEVEL)),
        functions=functions,
        topics=tuple(topics.values()),
        named=named,
    )


# ---- What is said ----


def _placed(placement: Placement, function: Function, edition: Edition, asked: Asked) -> Said:
    word, _, tone = PLACED[placement.part]
    jointly = placement.jointly_with
    return Said(
        part=(f"level-{placement.part}", word),
        places=frozenset(),
        entry=Entry(
            part=word,
            texts=(f"jointly with {jointly}",) if jointly else (),
            url=addresses.of_element(edition, placement) + asked.carried,
            label=placement.name,
            tags=beside(placement, function),
            tone=tone,
            key=placement.key,
            says=(
                field_of(Placement, "part") if placement.part else Says(),
                *([field_of(Placement, "jointly_with", jointly)] if jointly else []),
            ),
        ),
    )


def _power(power: Delegation, decision: Decision | None, topic: Topic, read: _Named) -> Said:
    places = {power.place_id} if power.place_id else {each.id for each in power.places.all()}
    made = _decided(power, decision, read) if decision else _stated(power, topic, read)
    part, entry = made
    return Said(part, frozenset(places), entry)


def _decided(power: Delegation, decision: Decision, read: _Named) -> tuple[tuple[str, str], Entry]:
    """A part in a decision of the scheme."""
    word, tone = _word(power)
    reach = lines_of_limit(power.limit)
    entry = Entry(
        part=word,
        texts=(read.holder(power) or "Holder not recorded", *reach),
        url=read.url(power),
        label=power.name,
        tags=beside(power, decision),
        tone=tone,
        key=power.key,
        says=(Says(PART), Says(), *(Says(REACH) for _ in reach)),
    )
    return (f"part-{word}", word), entry


def _stated(power: Delegation, topic: Topic, read: _Named) -> tuple[tuple[str, str], Entry]:
    """A power that names no decision; by its own name where the row is that of a function."""
    own = topic.element is power
    limit = f"Limit: {power.limit}" if power.limit else ""
    texts = ("" if own else power.name, held(power, read.holder(power)), limit)
    entry = Entry(
        texts=tuple(filter(None, texts)),
        url="" if own else read.url(power),
        tags=beside(power, topic.element),
        key=power.key,
    )
    return (f"type-{power.type}", str(power.get_type_display())), entry


def _word(power: Delegation) -> tuple[str, Tone]:
    if power.part == Delegation.Part.APPROVES and power.type in APPROVING:
        word, _, tone = APPROVING[power.type]
    else:
        word, _, tone = PARTS[power.part]
    return word, tone


# ---- What it is narrowed to ----


def _fields(read: _Read, given: Given) -> tuple[FormField, ...]:
    directorates = (
        read.named[topic.function.directorate_id]
        for topic in read.topics
        if topic.function and topic.function.directorate_id
    )
    return (
        *choice("place", "Place", given, ((each.key, each.name) for each in read.places)),
        *choice("directorate", "Directorate", given, ((each.key, each.name)
                                                      for each in directorates)),
        *choice("part", "Part", given, (each.part for topic in read.topics
                                        for each in topic.said)),
        *words(given),
        arranged("sort", "In order of", given, SORTS),
        arranged("group", "Grouped by", given, GROUPS),
    )  # fmt: skip


def _wanted(topic: Topic, read: _Read, places: list[Place], given: Given) -> bool:
    """Whether anything is said of it in these places, as the reader asked."""
    shown = {place.id for place in places}
    part, directorate = given.get("part", ""), given.get("directorate", "")
    own = read.named.get(_directorate(topic))
    return (
        any(
            part in ("", each.part[0]) and (not each.places or bool(each.places & shown))
            for each in topic.said
        )
        and directorate in ("", own.key if own else None)
        and _says(topic, given.get("text", ""))
    )


def _says(topic: Topic, text: str) -> bool:
    said = [topic.element.name, *topic.element.also_known_as]
    said += [topic.function.name, *topic.function.also_known_as] if topic.function else []
    said += [line for each in topic.said for line in each.entry.texts]
    everything = "\n".join(said).casefold()
    return all(word in everything for word in text.casefold().split())


def _directorate(topic: Topic) -> UUID:
    return (topic.function.directorate_id if topic.function else None) or UUID(int=0)


# ---- Rows ----


def _rows(topics: Iterable[Topic], read: _Read, places: list[Place], given: Given) -> Iterator[Row]:
    """Functions in their order, each with its decisions; then what names no function."""
    by_function: dict[UUID | None, list[Topic]] = defaultdict(list)
    for topic in topics:
        by_function[topic.function.id if topic.function else None].append(topic)
    order = _ORDERS[given.get("sort") == "name"]
    in_directorates = any(each.directorate_id for each in read.functions.values())
    grouped = given.get("group") != "none" and in_directorates
    without = by_function.pop(None, [])
    some = [(read.functions[id_], found) for id_, found in by_function.items() if id_]
    directorates = list(dict.fromkeys(each.directorate_id for each in read.functions.values()))
    some.sort(
        key=lambda each: (
            directorates.index(each[0].directorate_id) if grouped else 0,
            order(each[0]),
        )
    )
    for function, found in some:
        yield from _of_function(function, found, read, places, given, grouped=grouped)
    for topic in sorted(without, key=lambda each: order(each.element)):
        group = Header(NO_FUNCTION) if some or grouped else None
        yield Row(_header(topic, read), _cells(topic, places, given), group)


_ORDERS: Final[dict[bool, Callable[[Element], Any]]] = {
    False: lambda element: element.position,
    True: lambda element: element.name.casefold(),
}


def _of_function(
    function: Function,
    topics: list[Topic],
    read: _Read,
    places: list[Place],
    given: Given,
    *,
    grouped: bool,
) -> Iterator[Row]:
    own = next((each for each in topics if each.is_function), Topic(function, function))
    decisions = [each for each in topics if not each.is_function]
    group = _group(function, read) if grouped else None
    yield Row(_header(own, read), _cells(own, places, given), group)
    for topic in sorted(decisions, key=lambda each: _ORDERS[False](each.element)):
        yield Row(_header(topic, read, function.name), _cells(topic, places, given), group)


def _group(function: Function, read: _Read) -> Header:
    if not function.directorate_id:
        return Header("Directorate not recorded")
    directorate = read.named[function.directorate_id]
    return Header(directorate.name, url=read.url(directorate))


def _header(topic: Topic, read: _Read, within: str = "") -> Header:
    element = topic.element
    said = (
        "Statutory" if isinstance(element, Function) and element.statutory else "",
        unsettled(element),
    )
    return Header(
        " ".join(filter(None, (getattr(element, "ref", ""), element.name))),
        url=read.url(element),
        note="; ".join(filter(None, said)),
        within=within,
        key=element.key,
    )


def _cells(topic: Topic, places: list[Place], given: Given) -> tuple[Cell, ...]:
    """A cell for each place; one over all of them where nothing is said of a single one."""
    part = given.get("part", "")
    said = [each for each in topic.said if part in ("", each.part[0])]
    if not said:
        return (Cell(state="not applicable", words=IN_ITS_DECISIONS, span=len(places)),)
    if not any(each.places for each in said):
        return (Cell(entries=tuple(each.entry for each in said), span=len(places)),)
    cells = []
    for place in places:
        entries = tuple(each.entry for each in said if not each.places or place.id in each.places)
        cells.append(Cell(entries=entries) if entries else Cell(state="nil", words=NOTHING))
    return tuple(cells)


# ---- The whole ----


def _matrix(rows: tuple[Row, ...], read: _Read, places: list[Place], given: Given) -> Matrix:
    return Matrix(
        caption="Functions and decisions by place",
        corner="Function or decision",
        columns=tuple(Header(each.name, url=read.url(each), key=each.key) for each in places),
        rows=rows,
        plural="places",
        legend=tuple(_legend(rows)),
        name="place-functions",
        groups=dict(GROUPS).get(given.get("group", ""), "Directorate"),
    )


def _legend(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    cells = [cell for row in rows for cell in row.cells]
    entries = [entry for cell in cells for entry in cell.said]
    shown = {entry.part for entry in entries}
    for word, meaning, tone in (*PLACED.values(), *PARTS.values(), *APPROVING.values()):
        if word in shown:
            yield word, meaning.replace("at this level", "in each place"), tone
    if any(cell.span > 1 and cell.said for cell in cells):
        yield "Spans", "the same in every place"
    if any(OUR_READING in entry.tags for entry in entries):
        yield OUR_READING, "the source does not say it outright"
    empty = {cell.nothing for cell in cells if not cell.said}
    if NOTHING in empty:
        yield "Nothing of its own", "other places have it; this one has not"
    if IN_ITS_DECISIONS in empty:
        yield "See its decisions", "in the rows below; the function itself is not placed"


def _notes(read: _Read, found: list[Topic]) -> Iterator[str]:
    if found and len(found) < len(read.topics):
        yield f"{counted(len(found), 'row')} of {len(read.topics):,} in which places have a part."


DEFINITION: Final = Definition(
    name="place-functions",
    title="Functions and decisions by place",
    will_stand="What is decided and delivered in each place will stand here.",
    asks=("place", "directorate", "part", "text", "sort", "group"),
    is_in=_is_in,
    read=_read,
)
