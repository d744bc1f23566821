"""Who has a column in a matrix of the scheme: the Board first, then by how much they decide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from governance.deciding.scheme import Holder
from governance.models import Committee
from opmodel.editions.models import Edition, Element

from .matrix import Cell, Entry

MOST_COLUMNS: Final = 20

WHOSE: Final = (
    ("committees", "The Board and its committees"),
    ("executive", "Members of the executive"),
    ("staff", "Other posts and classes of role"),
    ("places", "Places and collaboratives"),
    ("bodies", "Partner bodies"),
)
"""Holders of one sort, as a reader may ask for them."""

# For each sort of holder: where its columns stand, which sort is left out last, and what a reader
# asks for it by. Boards and committees by their form, posts by whether they are of the executive.
_SORTS: Final[dict[str, tuple[int, int, str]]] = {
    Committee.Form.BOARD: (0, 0, "committees"),
    Committee.Form.COMMITTEE: (1, 1, "committees"),
    Committee.Form.JOINT: (2, 3, "committees"),
    Committee.Form.SUB_COMMITTEE: (3, 4, "committees"),
    Committee.Form.GROUP: (4, 5, "committees"),
    "executive": (5, 2, "executive"),
    "post": (6, 7, "staff"),
    "role-class": (7, 6, "staff"),
    "directorate": (8, 8, "staff"),
    "team": (9, 8, "staff"),
    "seat": (10, 8, "staff"),
    "partnership": (11, 9, "places"),
    "collaborative": (12, 9, "places"),
    "body": (13, 10, "bodies"),
}
_BY_TYPE: Final = (14, 11, "")


class Held(Protocol):
    """What somebody holds: a power of the scheme, a part in a function."""

    @property
    def holder(self) -> Holder: ...


H = TypeVar("H", bound=Held)


@dataclass(frozen=True)
class Order:
    """In which order holders stand: by their sort, then as their edition lists them."""

    positions: Mapping[str, int]
    forms: Mapping[str, str]

    def sort_of(self, holder: Holder) -> tuple[int, int, str]:
        if holder.executive:
            return _SORTS["executive"]
        return _SORTS.get(self.forms.get(holder.key, holder.kind), _BY_TYPE)

    def place(self, holder: Holder) -> tuple[int, int, str]:
        """Where the holder stands among others."""
        return self.sort_of(holder)[0], self.positions.get(holder.key, 0), holder.name

    def whose(self, holder: Holder) -> str:
        """What a reader asks for holders of this sort by."""
        return self.sort_of(holder)[2]


def order_of(edition: Edition, holders: Iterable[Holder]) -> Order:
    """The order of these holders. Two queries."""
    keys = {holder.key for holder in holders if holder.key}
    named = Element.objects.filter(edition=edition, key__in=keys)
    committees = Committee.objects.filter(edition=edition)
    return Order(
        positions=dict(named.values_list("key", "position")),
        forms=dict(committees.values_list("key", "form")),
    )


@dataclass(frozen=True)
class Columns:
    """The holders that have a column of their own, and those who share the last one."""

    own: tuple[Holder, ...]
    others: frozenset[Holder] = frozenset()


def columns_for(powers: Iterable[Held], order: Order, always: str = "") -> Columns:
    """Columns for whoever holds one of these powers: of more than there is room for, the sorts that
    decide most, and among their like those who are named most often. *always*: the key of one who
    is not left out."""
    number = Counter(power.holder for power in powers)
    holders = sorted(number, key=order.place)
    if len(holders) <= MOST_COLUMNS:
        return Columns(tuple(holders))
    chosen = sorted(
        holders,
        key=lambda each: (
            not always or each.key != always,
            order.sort_of(each)[1],
            -number[each],
            order.place(each),
        ),
    )[: MOST_COLUMNS - 1]
    own = tuple(sorted(chosen, key=order.place))
    return Columns(own, frozenset(holders) - frozenset(own))


def cells_of(
    columns: Columns, entries: Iterable[tuple[H, Entry]], nothing: str
) -> tuple[Cell, ...]:
    """A row's cells: the entries of each power in its holder's column, or in that of all others;
    *nothing* in words where a holder has none."""
    found: dict[Holder | None, list[Entry]] = defaultdict(list)
    for power, entry in entries:
        found[None if power.holder in columns.others else power.holder].append(entry)
    held: list[Holder | None] = [*columns.own, *([None] if columns.others else [])]
    return tuple(
        Cell(entries=tuple(found[each])) if found[each] else Cell(state="nil", words=nothing)
        for each in held
    )
