"""Values of a draft's elements as the texts of cells, and texts as values: as in workbooks."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db import models

from opmodel.editions.models import Edition, Element, Source
from opmodel.editions.records import Record, Value
from opmodel.editions.snapshot import Snapshot
from opmodel.findings.words import day, pounds
from opmodel.workbooks.base import Base
from opmodel.workbooks.fields import Fields
from opmodel.workbooks.reading import At, Cell
from opmodel.workbooks.reading.bounds import CHARACTERS
from opmodel.workbooks.reading.values import folded_lines, seen
from opmodel.workbooks.words import Unreadable

from .columns import Column

_NUMBER: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,10})?")
_SOMEWHERE: Final = At("")
YES_OR_NO: Final = ("Yes", "No")


class Cells:
    """Shows and reads cells of one draft.

    The names of all its elements are read once, in one query; sources and what stands outside of
    editions only where a column asks for them.
    """

    def __init__(self, edition: Edition):
        self.edition = edition
        self.key_of: dict[UUID, str] = {}
        records = []
        named = Element.objects.in_edition(edition).order_by("kind", "position", "key")
        for identifier, kind, key, name in named.values_list("id", "kind", "key", "name"):
            self.key_of[identifier] = key
            records.append(Record(kind, key, {"name": name}))
        self.fields = Fields(Base(Snapshot({}, [], records), edition.organisation_id))
        self._shown: dict[tuple[str, Any], str] = {}

    def with_sources(self) -> Cells:
        """The same, for columns that name sources."""
        sources = Source.objects.in_edition(self.edition)
        for identifier, key, title in sources.values_list("id", "key", "title"):
            self.key_of[identifier] = key
            self.fields.base.snapshot.sources.append({"key": key, "title": title})
        return self

    @cached_property
    def name_of(self) -> dict[str, str]:
        """What every element is called, by key."""
        return {key: str(row.values["name"]) for key, row in self.fields.base.by_key.items()}

    # ---- Showing ----

    def text(self, column: Column, value: Value) -> str:
        """What a cell holds, as people write it: “£250,000”, “1 October 2024”."""
        try:
            known = self._shown.get((column.name, value))
        except TypeError:  # A list.
            return self._text(column, value)
        if known is None:
            known = self._shown[column.name, value] = self._text(column, value)
        return known

    def _text(self, column: Column, value: Value) -> str:
        shown = self.fields.shown(column.spec, value)
        if isinstance(shown, Decimal):
            return pounds(shown)
        if isinstance(column.spec, models.DateField) and shown:
            return day(date.fromisoformat(str(shown)))
        return str(shown)

    # ---- Reading ----

    def value(self, column: Column, text: str, before: Value = None) -> Value:
        """The value that a cell states; None where it is empty. Raises Unreadable.

        *before* is what the row says so far: a cell that shows it states it, and of several things
        of one name it is the one that is meant.
        """
        if before is not None and text == self.text(column, before):
            return before
        plain = folded_lines(text)
        if len(plain) > CHARACTERS:
            raise Unreadable(f"A cell holds at most {CHARACTERS:,} characters.", "Shorten it.")
        if "\x00" in plain:
            raise Unreadable("The cell holds a null character.", "Type it again.")
        number = Decimal(plain) if _NUMBER.fullmatch(plain) else None
        cell = Cell(_SOMEWHERE, plain, number, raw=seen(text).strip())
        return self.fields.value(column.spec, cell, before)

    def choices(self, column: Column) -> list[str]:
        """What a cell may be made from, as it would be typed."""
        spec = column.spec
        if isinstance(spec, models.BooleanField):
            return list(YES_OR_NO)
        if spec.choices:
            return [str(words) for value, words in spec.flatchoices if value]
        if not column.offers:
            return []
        if isinstance(spec, models.ForeignKey) and not hasattr(spec, "allowed_kinds"):
            return list(self.fields._outside(spec).values())
        keys = self.fields._known(spec)
        return [self.text(column, [key] if column.is_list else key) for key in keys]
