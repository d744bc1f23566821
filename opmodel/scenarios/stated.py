"""What an edition states of who does what, outside a scheme: read once, ready to be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from commissioning.letters import LETTER_SETS
from commissioning.models import Responsibility
from directorates.models import Directorate, Function, Remit, Team
from governance.models import Committee, Delegation
from opmodel.editions.models import Edition, Element
from places.models import Level, Partnership, Placement
from transition.models import Transfer

from .wording import words_of

REMEMBERED = 64
"""Editions kept in memory; one of 3,000 elements takes about two megabytes."""

ANSWERING = ("delegation", "function", "remit", "responsibility", "committee", "partnership",
             "collaborative")  # fmt: skip
"""Kinds of statement that can answer a question."""
NEAR = ("transfer", "question")
"""Kinds that only tell what is open or on the move."""
_NAMED = ("body", "directorate", "team", "post", "role-class", "seat", "place",
          "responsibility-matrix")  # fmt: skip

FIRM = ("in-force", "agreed", "delivered")
"""Standings of what holds; anything else is proposed, asked or still being worked on."""
GIVES_NOTHING = ("intended", "none", "advisory")
"""Types of delegation by which nobody has a power yet."""
Part = Responsibility.Part
DOING = (Part.ACCOUNTABLE, Part.RESPONSIBLE, Part.DECIDES, Part.PERFORMS, "")
"""Parts by which somebody has a thing in hand; others help, are asked or are told."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something by its key, kind and name; what is only described has neither key nor kind."""

    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Lettered:
    """A part in a function, in a letter of a responsibility matrix. `answers`: whoever has it
    answers for the function; `does`: does the work; `decides`: takes the decision about it."""

    matrix: Named
    function: Named
    letter: str
    word: str
    answers: bool
    does: bool
    decides: bool


@dataclass(frozen=True)
class Statement:
    """One statement of an edition: what it is about, who has it, at which level, how firmly.

    `function` is the key of the function that it is about. `gives` is false where it is only an
    intention. `by` leads on: who leads the directorate that has it. `lettered` is the part that
    `who` has, where a responsibility matrix says so.
    """

    id: UUID
    what: Named
    standing: str
    summary: str = ""
    reading: str = ""
    who: Named | None = None
    by: Named | None = None
    level: str = ""
    level_name: str = ""
    part: str = ""
    jointly: str = ""
    function: str = ""
    gives: bool = True
    limit: str = ""
    conditions: str = ""
    lettered: Lettered | None = None
    names: tuple[frozenset[str], ...] = ()
    text: frozenset[str] = field(default_factory=frozenset)

    @property
    def firm(self) -> bool:
        return self.standing in FIRM and self.gives


@dataclass(frozen=True)
class Stated:
    """All statements of an edition that can be asked."""

    statements: tuple[Statement, ...]
    levels: tuple[Statement, ...]
    """Levels of functions; they are found by their function."""


def stated_in(edition: Edition) -> Stated:
    """What an edition that passed its gate states. A frozen one is read once and remembered."""
    return _remembered(edition.id) if edition.is_frozen else _read(edition.id)


@lru_cache(maxsize=REMEMBERED)
def _remembered(edition: UUID) -> Stated:
    return _read(edition)


def forget() -> None:
    """As after a start: nothing is remembered."""
    _remembered.cache_clear()


def _read(edition: UUID) -> Stated:
    """A dozen queries, however much it states."""
    return _Reading(edition).read()


class _Reading:
    def __init__(self, edition: UUID):
        self.edition = edition
        rows = Element.objects.filter(
            edition=edition, kind__in=(*ANSWERING, *NEAR, *_NAMED, "placement")
        )
        self.rows: dict[UUID, dict[str, Any]] = {
            row["id"]: dict(row)
            for row in rows.values(
                "id", "key", "kind", "name", "also_known_as", "summary", "standing", "reading",
                "position",
            )
        }  # fmt: skip
        self.leaders: dict[UUID | None, UUID | None] = {
            identifier: leader
            for kind in (Directorate, Team)
            for identifier, leader in kind.objects.filter(edition=edition).values_list(
                "id", "led_by_id"
            )
        }
        self.level_names = dict(Level.objects.values_list("code", "name"))

    def read(self) -> Stated:
        found = [
            *self._powers(), *self._functions(), *self._remits(), *self._responsibilities(),
            *self._meetings(), *self._near(),
        ]  # fmt: skip
        return Stated(tuple(found), tuple(self._levels()))

    def named(self, identifier: UUID | None) -> Named | None:
        row = self.rows.get(identifier) if identifier else None
        return Named(row["key"], row["kind"], row["name"]) if row else None

    def statement(
        self, identifier: UUID, more: str = "", about: UUID | None = None, **values: Any
    ) -> Statement:
        """What the row says. It is found by its own names, or by those of what it is *about*: an
        entry of a matrix has the name of its holder in its own."""
        row = self.rows[identifier]
        named = self.rows[about] if about else row
        names = (named["name"], *named["also_known_as"])
        level = values.get("level") or ""
        return Statement(
            id=identifier,
            what=Named(row["key"], row["kind"], row["name"]),
            standing=row["standing"],
            summary=row["summary"],
            reading=row["reading"],
            names=tuple(map(words_of, names)),
            text=words_of(" ".join((*names, row["summary"], more))),
            level_name=self.level_names.get(level, ""),
            **values | {"level": level},
        )

    def _of(self, kind: str) -> list[UUID]:
        of_kind = [row for row in self.rows.values() if row["kind"] == kind]
        return [row["id"] for row in sorted(of_kind, key=lambda row: row["position"])]

    def _powers(self) -> Iterator[Statement]:
        """What a document says of who holds what; the rows of a scheme are asked by its rule."""
        rows = Delegation.objects.filter(edition=self.edition, decision__isnull=True).exclude(
            type="residual"
        )
        for row in rows.order_by("position").values(
            "id", "type", "holder_id", "held_by", "level_id", "function_id", "place_id", "limit",
            "conditions",
        ):  # fmt: skip
            who = self.named(row["holder_id"])
            if who is None and row["held_by"]:
                who = Named("", "", row["held_by"])
            function, place = self.named(row["function_id"]), self.named(row["place_id"])
            words = (row["limit"], row["conditions"], place.name if place else "")
            yield self.statement(
                row["id"],
                " ".join(words),
                who=who,
                level=row["level_id"],
                function=function.key if function else "",
                gives=row["type"] not in GIVES_NOTHING,
                limit=row["limit"],
                conditions=row["conditions"],
            )

    def _functions(self) -> Iterator[Statement]:
        rows = Function.objects.filter(edition=self.edition, form="function").order_by("position")
        for identifier, key, team, directorate in rows.values_list(
            "id", "key", "team_id", "directorate_id"
        ):
            yield self.statement(
                identifier,
                who=self.named(team or directorate),
                by=self.named(self.leaders.get(team) or self.leaders.get(directorate)),
                function=key,
            )

    def _remits(self) -> Iterator[Statement]:
        rows = Remit.objects.filter(edition=self.edition).order_by("position")
        for identifier, directorate in rows.values_list("id", "directorate_id"):
            leader = self.named(self.leaders.get(directorate))
            yield self.statement(identifier, who=self.named(directorate), by=leader)

    def _responsibilities(self) -> Iterator[Statement]:
        rows = Responsibility.objects.filter(edition=self.edition).order_by("position")
        for identifier, holder, part, matrix, letters, function in rows.values_list(
            "id", "holder_id", "part", "matrix_id", "matrix__letters", "function_id"
        ):
            lettered = self._lettered(matrix, letters, function, part)
            if lettered is None and part not in DOING:
                continue
            yield self.statement(
                identifier,
                about=function,
                who=self.named(holder),
                function=lettered.function.key if lettered else "",
                lettered=lettered,
            )

    def _lettered(
        self, matrix: UUID | None, letters: str | None, function: UUID | None, part: str
    ) -> Lettered | None:
        where, of = self.named(matrix), self.named(function)
        if where is None or of is None:
            return None
        used = LETTER_SETS[letters or ""]
        letter = used.of(part)
        return Lettered(
            matrix=where,
            function=of,
            letter=letter.letter if letter else "",
            word=letter.word if letter else str(Part(part).label if part else "Has a part"),
            answers=part == Part.ACCOUNTABLE,
            does=part == used.does,
            decides=part == Part.DECIDES,
        )

    def _meetings(self) -> Iterator[Statement]:
        purposes = dict(Committee.objects.filter(edition=self.edition).values_list("id", "purpose"))
        places = dict(
            Partnership.objects.filter(edition=self.edition, place__isnull=False).values_list(
                "id", "place__level_id"
            )
        )
        for kind in ("committee", "partnership", "collaborative"):
            for identifier in self._of(kind):
                yield self.statement(
                    identifier,
                    purposes.get(identifier, ""),
                    who=self.named(identifier),
                    level=places.get(identifier),
                )

    def _near(self) -> Iterator[Statement]:
        functions = dict(
            Transfer.objects.filter(edition=self.edition).values_list("id", "function_id")
        )
        for kind in NEAR:
            for identifier in self._of(kind):
                function = self.named(functions.get(identifier))
                yield self.statement(identifier, function=function.key if function else "")

    def _levels(self) -> Iterator[Statement]:
        rows = Placement.objects.filter(edition=self.edition).order_by("position")
        parts: dict[str, str] = defaultdict(str, Placement.Part.choices)
        for identifier, function, level, part, jointly in rows.values_list(
            "id", "function_id", "level_id", "part", "jointly_with"
        ):
            of = self.named(function)
            yield self.statement(
                identifier,
                level=level,
                part=parts[part],
                jointly=jointly,
                function=of.key if of else "",
            )
