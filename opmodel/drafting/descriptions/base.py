"""What a description of a kind consists of: groups of fields, each with how it is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from opmodel.editions.kinds import link_of
from opmodel.editions.models import Kind, Reference, Source
from opmodel.editions.records import stated_fields
from opmodel.workbooks.fields import label

Choices = tuple[tuple[str, str], ...]

NAMED: Final = "What it is"
HOW_FIRM: Final = "How firmly it is stated"


class Widget(StrEnum):
    """What somebody fills a field in with."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    WORDS = "words"
    DAY = "day"
    AMOUNT = "amount"
    NUMBER = "number"
    YES_NO = "yes-no"
    YES_NO_UNKNOWN = "yes-no-unknown"
    CHOICE = "choice"
    REFERENCE = "reference"
    REFERENCES = "references"
    SOURCE = "source"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Described:
    """One field of a kind: what it is called, what helps to fill it in, and with what."""

    spec: models.Field[Any, Any]
    hint: str = ""

    @property
    def name(self) -> str:
        return str(self.spec.name)

    @property
    def label(self) -> str:
        return label(self.spec)

    @cached_property
    def widget(self) -> Widget:
        return widget_of(self.spec)

    @property
    def required(self) -> bool:
        """Whether an element cannot be without it."""
        spec = self.spec
        if self.widget in (Widget.REFERENCES, Widget.WORDS, Widget.YES_NO):
            return False
        return not (spec.null or spec.blank or spec.has_default())

    @property
    def longest(self) -> int | None:
        """How many characters there is room for; None where it does not matter."""
        return getattr(self.spec, "max_length", None)

    @cached_property
    def choices(self) -> Choices:
        """The few words that may stand here, each with what it is called."""
        if self.widget is not Widget.CHOICE:
            return ()
        return tuple((str(value), str(called)) for value, called in self.spec.flatchoices)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of element that may be referred to; empty where any may."""
        spec = self.spec
        if isinstance(spec, models.ManyToManyField):
            return link_of(spec).target.allowed_kinds()
        if isinstance(spec, Reference) and spec.related_model is not Source:
            return spec.allowed_kinds()
        return ()

    @property
    def refers(self) -> bool:
        """Whether it names other elements of the edition."""
        return self.widget in (Widget.REFERENCE, Widget.REFERENCES)

    @property
    def is_text(self) -> bool:
        """Whether it is running text, whose words can be compared one by one."""
        return self.widget in (Widget.TEXT, Widget.LONG_TEXT)

    @property
    def is_money(self) -> bool:
        """Whether its number is pounds."""
        return self.widget is Widget.AMOUNT and self.spec.model._meta.label == "governance.Limit"

    @property
    def is_last_day(self) -> bool:
        """Whether it is the end of a time: then a month that is written stands for its last day."""
        return self.name.endswith(("_until", "ends_on"))

    @property
    def otherwise(self) -> Any:
        """What stands here in a new element, in record form."""
        spec = self.spec
        if self.widget in (Widget.REFERENCES, Widget.WORDS):
            return []
        if spec.has_default():
            return spec.get_default()
        return None if spec.null or spec.is_relation else ""


def widget_of(spec: models.Field[Any, Any]) -> Widget:
    """What a field is filled in with: it follows from what the field can hold."""
    match spec:
        case models.ManyToManyField():
            return Widget.REFERENCES
        case Reference() if spec.related_model is Source:
            return Widget.SOURCE
        case Reference():
            return Widget.REFERENCE
        case models.ForeignKey():
            return Widget.OUTSIDE
        case models.BooleanField():
            return Widget.YES_NO_UNKNOWN if spec.null else Widget.YES_NO
        case ArrayField():
            return Widget.WORDS
        case models.DecimalField():
            return Widget.AMOUNT
        case models.IntegerField():
            return Widget.NUMBER
        case models.DateField():
            return Widget.DAY
        case models.Field(choices=choices) if choices:
            return Widget.CHOICE
        case models.TextField():
            return Widget.LONG_TEXT
    return Widget.TEXT


@dataclass(frozen=True)
class Group:
    """Fields that belong together, under a heading."""

    heading: str
    fields: tuple[Described, ...]


@dataclass(frozen=True)
class Description:
    """A kind as people fill it in. Form, conflict, proposal, comparison with the base, grid, bulk
    edit and API all take its fields from here."""

    kind: type[Kind]
    groups: tuple[Group, ...]

    def __iter__(self) -> Iterator[Described]:
        for group in self.groups:
            yield from group.fields

    @cached_property
    def fields(self) -> dict[str, Described]:
        """Its fields by name, in the order of the form."""
        return {each.name: each for each in self}

    @cached_property
    def referred_kinds(self) -> frozenset[str]:
        """The kinds of element that any of its fields may name."""
        return frozenset(name for each in self for name in each.kinds)

    @cached_property
    def refers_to_any(self) -> bool:
        """Whether a field may name an element of whatever kind."""
        return any(each.refers and not each.kinds for each in self)


Asked = str | tuple[str, str]
"""A field by its name, or with a hint."""


def group(heading: str, *asked: Asked) -> tuple[str, tuple[Asked, ...]]:
    """Fields of a kind under a heading, each by its name or with a hint of its own."""
    return heading, asked


def describe(
    kind: type[Kind],
    *groups: tuple[str, tuple[Asked, ...]],
    name: str = "",
    summary: str = "In a sentence or two. Each line becomes a point of its own.",
) -> Description:
    """The description of a kind. What every element has stands before and after its own groups.

    *name* and *summary* are hints. Raises ValueError where a field is named that there is not.
    """
    specs = {spec.name: spec for spec in stated_fields(kind)}
    first = group(
        NAMED,
        ("name", name),
        ("also_known_as", "Abbreviations and other names people search for, one on each line."),
        ("summary", summary),
    )
    last = group(
        HOW_FIRM,
        ("standing", "“In force” stands for whatever the source states as a fact."),
        ("reading", "What here is an interpretation, and why. Empty: the source says so."),
    )
    made = []
    for heading, asked in (first, *groups, last):
        fields = []
        for each in asked:
            field, hint = (each, "") if isinstance(each, str) else each
            if field not in specs:
                raise ValueError(f"{kind.__name__} has no field “{field}”.")
            fields.append(Described(specs[field], hint or str(specs[field].help_text)))
        made.append(Group(heading, tuple(fields)))
    return Description(kind, tuple(made))
