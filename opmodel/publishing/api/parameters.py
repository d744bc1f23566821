"""What may be asked after the question mark: described once, read and refused in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django_filters import Filter
from drf_spectacular.utils import OpenApiParameter

from opmodel.editions.selectors.search import LONGEST_QUESTION
from opmodel.publishing.asking import EARLIEST, LATEST
from opmodel.publishing.filters import KeyFilter, Narrowing, WordFilter

from .pagination import LARGEST_PAGE, LAST_PAGE, PAGE_SIZE, Pages
from .problems import LONGEST_ECHO, Fault, nothing_at, refused, shown

_DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
# At least one character that is neither a blank nor a control character; no null character.
_WORDS = r"^[^\x00]*[^\s\x00-\x20\x7f-\xa0][^\x00]*$"


@dataclass(frozen=True)
class Parameter:
    """A parameter of an endpoint, as its description has it.

    A *listed* one takes several words, separated by commas.
    """

    name: str
    meaning: str
    form: dict[str, Any] = field(default_factory=lambda: {"type": "string", "pattern": _WORDS})
    required: bool = False
    listed: bool = False

    def described(self) -> OpenApiParameter:
        return OpenApiParameter(
            self.name,
            type=self.form,
            description=self.meaning,
            required=self.required,
            style="form" if self.listed else None,
            explode=False if self.listed else None,
        )


def _slug(example: str) -> dict[str, Any]:
    return {"type": "string", "pattern": _SLUG, "maxLength": 120, "examples": [example]}


def edition_slug(example: str) -> dict[str, Any]:
    """The form of an edition's slug."""
    return _slug(example)


_DAY: Final = {"type": "string", "format": "date", "examples": ["2024-10-01"]}

EDITION = Parameter(
    "edition",
    "The slug of an edition: what it holds, on whatever day; of `organisation`, if that is named.",
    _slug("bob-icb-2024-09"),
)
ORGANISATION = Parameter(
    "organisation",
    "The slug of an organisation: what the edition holds that was in force for it `on` a day, as "
    "`known_at` another. Without it and `edition`: the latest editions of all organisations.",
    _slug("bob-icb"),
)
ON = Parameter("on", "In force on this day. Today where left out.", _DAY)
KNOWN_AT = Parameter(
    "known_at", "As it was known at the end of this day. Today where left out.", _DAY
)
PAGE = Parameter(
    "page", "Which page.", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1}
)
SIZE = Parameter(
    "page_size",
    "How many entries a page has.",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE},
)
QUESTION = Parameter(
    "q",
    "What to look for: words, beginnings of words, abbreviations; small misspellings are forgiven.",
    {"type": "string", "maxLength": LONGEST_QUESTION, "pattern": _WORDS, "examples": ["EPRR"]},
    required=True,
)
MOMENT = (ON, KNOWN_AT)
SCOPE = (EDITION, ORGANISATION, *MOMENT)
PAGING = (PAGE, SIZE)


def ordering(allowed: Iterable[str], otherwise: str) -> Parameter:
    """The parameter that orders a list by these fields."""
    names = [sign + name for name in allowed for sign in ("", "-")]
    return Parameter(
        "ordering",
        f"The order, by one or several fields; a hyphen in front reverses it. "
        f"Otherwise {otherwise}.",
        {"type": "array", "items": {"type": "string", "enum": names}, "minItems": 1},
        listed=True,
    )


def chosen_fields(allowed: Iterable[str]) -> Parameter:
    """The parameter that names the fields to answer with."""
    return Parameter(
        "fields",
        "Only these fields of each entry. All where left out.",
        {"type": "array", "items": {"type": "string", "enum": list(allowed)}, "minItems": 1},
        listed=True,
    )


def from_filters(filters: type[Narrowing]) -> list[Parameter]:
    """The parameters by which a list is narrowed."""
    return [_from_filter(name, each) for name, each in filters.base_filters.items()]


def _from_filter(name: str, each: Filter) -> Parameter:
    meaning = f"{each.label}. {each.extra.get('help_text', '')}".strip()
    if isinstance(each, WordFilter):
        return Parameter(name, meaning, {"type": "string", "enum": each.words})
    if isinstance(each, KeyFilter):
        if each.key:
            meaning = f"{each.label}: the key of what stands there"
            meaning += ", or `not-recorded`." if each.nullable else "."
        return Parameter(name, meaning, {"type": "string", "pattern": _SLUG, "maxLength": 120})
    longest = each.extra["max_length"]
    return Parameter(name, meaning, {"type": "string", "pattern": _WORDS, "maxLength": longest})


class Question:
    """The parameters of one request: each known, given once, and not empty.

    Reading a parameter notes what is wrong with it; `check` refuses the question for all of it.
    """

    def __init__(self, asked: QueryDict, known: Collection[str]):
        self.faults: list[Fault] = []
        self.nothing: list[Fault] = []
        self.given: dict[str, str] = {}
        for name, values in asked.lists():
            if fault := _fault(name, values, known):
                self.faults.append(fault)
            else:
                self.given[name] = values[0]

    def note(self, parameter: str, message: str) -> None:
        """Notes what is wrong with a parameter."""
        self.faults.append(Fault(parameter, message))

    def check(self) -> None:
        """Refuses the question where anything is wrong with it, or it is about nothing."""
        if self.faults:
            raise refused(self.faults)
        if self.nothing:
            raise nothing_at(self.nothing[0].parameter, self.nothing[0].message)

    def text(self, name: str) -> str:
        """What was given, or nothing."""
        return self.given.get(name, "")

    def day(self, name: str, *, otherwise: date) -> date:
        """A day, or *otherwise* where none was given."""
        text = self.text(name)
        if not text:
            return otherwise
        try:
            day = date.fromisoformat(text) if _DAY_FORM.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            self.note(name, f"{shown(text)} is no date. Write it as 2024-10-01.")
            return otherwise
        if not EARLIEST <= day <= LATEST:
            message = f"Nothing is recorded of days before {EARLIEST} or after {LATEST}."
            self.nothing.append(Fault(name, message))
        return day

    def words(self, name: str, allowed: Collection[str]) -> list[str]:
        """A list separated by commas, of these words only."""
        text = self.text(name)
        words = [word.strip() for word in text.split(",")] if text else []
        for word in dict.fromkeys(words):
            if word not in allowed:
                self.note(name, f"{shown(word)} is none of: {', '.join(allowed)}.")
        return words

    def page(self) -> Pages:
        """The page that was asked for."""
        return Pages(
            number=self._number("page", most=LAST_PAGE, otherwise=1),
            size=self._number("page_size", most=LARGEST_PAGE, otherwise=PAGE_SIZE),
        )

    def _number(self, name: str, *, most: int, otherwise: int) -> int:
        text = self.text(name)
        if not text:
            return otherwise
        if re.fullmatch(r"[0-9]{1,10}", text, re.ASCII) and 1 <= int(text) <= most:
            return int(text)
        self.note(name, f"{shown(text)} is no whole number from 1 to {most}.")
        return otherwise


def _fault(name: str, values: list[str], known: Collection[str]) -> Fault | None:
    if name not in known:
        can = f"It can be asked: {', '.join(known)}." if known else "It takes none."
        return Fault(name[:LONGEST_ECHO], f"There is no such parameter here. {can}")
    if len(set(values)) > 1:
        return Fault(name, f"It was given {len(values)} times with different values. Give it once.")
    if "\x00" in values[0]:
        return Fault(name, "It holds a null character. Remove it.")
    if not values[0].strip():
        return Fault(name, "It is empty. Give it a value, or leave it out.")
    return None
