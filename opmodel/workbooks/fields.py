"""A field of an element as a cell, and a cell as the value of a field: the one undoes the other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from governance.deciding.amounts import AmountUnreadable, amount
from opmodel.editions.folder.faults import closest
from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Kind, Reference, Source
from opmodel.editions.records import plain, stated_fields

from .base import Base, folded
from .reading import Cell
from .words import Unreadable, in_two

NOT_RECORDED: Final = "not recorded"
_WITH_KEY: Final = re.compile(r"(?P<name>.*)\s\[(?P<key>[a-z0-9-]+)\]", re.DOTALL)
_DAY: Final = re.compile(r"([0-9]{1,2})[ /.-]([A-Za-z]{3,9}|[0-9]{1,2})[ /.-]([0-9]{4})")
_MONTHS: Final = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]

Shown = str | int | Decimal


def label(spec: models.Field[Any, Any]) -> str:
    """What heads the column of a field."""
    if spec.name == "reading":
        return "Our reading"
    words = str(spec.verbose_name)
    return words[:1].upper() + words[1:]


def columns(kind: type[Kind]) -> list[models.Field[Any, Any]]:
    """The fields of a kind in the order of their columns."""
    fields = list(stated_fields(kind))
    last = [spec for spec in fields if spec.name in ("standing", "reading")]
    return [spec for spec in fields if spec not in last] + last


@dataclass
class Fields:
    """Shows and reads the fields of one edition's elements."""

    base: Base

    # ---- Showing ----

    def shown(self, spec: models.Field[Any, Any], value: Any) -> Shown:
        """What the cell of a field holds."""
        if value is None and spec.has_default() and not spec.many_to_many:
            value = plain(spec.get_default())
        match spec:
            case _ if value is None or value in ("", []):
                return ""
            case models.ManyToManyField():
                return "; ".join(self._name(spec, key) for key in value)
            case Reference():
                return self._name(spec, value)
            case models.ForeignKey():
                return self._outside(spec).get(str(value), str(value))
            case models.BooleanField():
                return "Yes" if value else "No"
            case ArrayField():
                return "; ".join(value)
            case models.DecimalField():
                return Decimal(value)
            case models.IntegerField():
                return int(value)
            case _ if spec.choices:
                return str(dict(spec.flatchoices).get(value, value))
        return str(value)

    def _name(self, spec: models.Field[Any, Any], key: str) -> str:
        called = self._sources if spec.related_model is Source else self._names
        name = called.get(key, key)
        several = len(self._keys_of(spec, folded(name))) > 1
        return f"{name} [{key}]" if several or ";" in name or _WITH_KEY.fullmatch(name) else name

    # ---- Reading ----

    def value(self, spec: models.Field[Any, Any], cell: Cell | None, before: Any) -> Any:
        """The value that a cell states; None where it states none. Raises Unreadable.

        *before*: what the edition says, for names that several elements have.
        """
        text = cell.text if cell else ""
        if cell is None or text in ("", NOT_RECORDED):
            return None
        match spec:
            case models.ManyToManyField():
                return self._keys(spec, text, before or [])
            case Reference():
                return self._key(spec, text, [before] if before else [])
            case models.ForeignKey():
                return self._code(spec, text)
            case models.BooleanField():
                return _truth(text)
            case ArrayField():
                return [each.strip() for each in re.split(r"[;\n]", text) if each.strip()]
            case models.DecimalField() | models.IntegerField():
                return _number(spec, cell)
            case models.DateField():
                return _day(cell)
            case _ if spec.choices:
                return _chosen(spec, text)
        raw = (cell.raw or text).replace("\r\n", "\n").replace("\r", "\n")
        return raw if isinstance(spec, models.TextField) else text

    def _keys(self, spec: models.Field[Any, Any], text: str, before: list[str]) -> list[str]:
        found = [
            self._key(spec, each.strip(), before)
            for each in re.split(r"[;\n]", text)
            if each.strip()
        ]
        if len(set(found)) < len(found):
            raise Unreadable("Something stands in this list twice.", "Keep one of each.")
        return found

    def _key(self, spec: models.Field[Any, Any], text: str, before: Iterable[str]) -> str:
        if (with_key := _WITH_KEY.fullmatch(text)) and with_key["key"] in self._known(spec):
            return with_key["key"]
        found = self._keys_of(spec, folded(text))
        for key in before:
            if key in found:
                return key
        if len(found) == 1:
            return found[0]
        if found:
            raise Unreadable(
                f"Several are called “{text[:80]}”.",
                f"Write the key of one behind it, such as {text[:40]} [{found[0]}].",
            )
        names = [self._names.get(key, "") for key in self._known(spec)]
        raise Unreadable(
            f"Nothing that can stand here is called “{text[:80]}”.",
            closest(text, names) or "Write a name as the edition has it.",
        )

    def _keys_of(self, spec: models.Field[Any, Any], name: str) -> list[str]:
        return self._index(spec).get(name, [])

    def _index(self, spec: models.Field[Any, Any]) -> dict[str, list[str]]:
        allowed = self._allowed(spec)
        if allowed not in self._indexes:
            index: dict[str, list[str]] = defaultdict(list)
            for key, name in self._known(spec).items():
                for each in dict.fromkeys((folded(name), folded(key))):
                    index[each].append(key)
            self._indexes[allowed] = index
        return self._indexes[allowed]

    def _allowed(self, spec: models.Field[Any, Any]) -> tuple[str, ...]:
        if isinstance(spec, models.ManyToManyField):
            return link_of(spec).target.allowed_kinds()
        if spec.related_model is Source:
            return ("source",)
        return spec.allowed_kinds() if isinstance(spec, Reference) else ()

    def _known(self, spec: models.Field[Any, Any]) -> dict[str, str]:
        allowed = self._allowed(spec)
        if allowed == ("source",):
            return self._sources
        if not allowed:
            return self._names
        return {
            record.key: str(record.values.get("name", record.key))
            for record in self.base.of_kinds(allowed)
        } | {key: name for key, (kind, name) in self.added.items() if kind in allowed}

    @cached_property
    def added(self) -> dict[str, tuple[str, str]]:
        """Kind and name of what the workbook itself adds, by key."""
        return {}

    def add(self, kind: str, key: str, name: str) -> None:
        """From now on something new may be referred to by its name."""
        self.added[key] = kind, name
        self._indexes.clear()

    @cached_property
    def _indexes(self) -> dict[tuple[str, ...], dict[str, list[str]]]:
        return {}

    @cached_property
    def _names(self) -> dict[str, str]:
        return {key: str(each.values.get("name", key)) for key, each in self.base.by_key.items()}

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {each["key"]: each.get("title", each["key"]) for each in self.base.snapshot.sources}

    def _code(self, spec: models.Field[Any, Any], text: str) -> str:
        known = self._outside(spec)
        for code, name in known.items():
            if folded(text) in (folded(name), folded(code)):
                return code
        raise Unreadable(
            f"The registry has no {label(spec).lower()} “{text[:60]}”.",
            closest(text, known.values()) or f"Use one of: {', '.join(list(known.values())[:8])}.",
        )

    def _outside(self, spec: models.Field[Any, Any]) -> dict[str, str]:
        model: Any = spec.related_model
        if model not in self._others:
            found = model._default_manager.all()
            self._others[model] = {str(each.pk): str(each) for each in found}
        return self._others[model]

    @cached_property
    def _others(self) -> dict[Any, dict[str, str]]:
        return {}


def _truth(text: str) -> bool:
    match folded(text):
        case "yes" | "y" | "true" | "1":
            return True
        case "no" | "n" | "false" | "0":
            return False
    raise Unreadable(f"“{text[:40]}” is neither yes nor no.", "Write Yes or No.")


def _number(spec: models.Field[Any, Any], cell: Cell) -> str | int:
    if cell.is_date:
        raise Unreadable(
            f"The spreadsheet program has made the date {cell.text} of this number.",
            "Make the cell a number and type it again.",
        )
    if isinstance(spec, models.DecimalField):
        try:
            stated = cell.number if cell.number is not None else amount(cell.text).pounds
        except AmountUnreadable as error:
            raise in_two(error) from error
        whole = spec.max_digits - spec.decimal_places
        exponent = stated.normalize().as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        if places > spec.decimal_places or stated.adjusted() >= whole:
            raise Unreadable(
                f"{cell.text[:40]} has more digits than are kept.",
                f"At most {spec.decimal_places} stand behind the point.",
            )
        return str(plain(stated))
    if cell.number is None or cell.number != int(cell.number) or not 0 <= cell.number <= 32767:
        raise Unreadable(f"“{cell.text[:40]}” is no whole number.", "Write a number such as 3.")
    return int(cell.number)


def _day(cell: Cell) -> str:
    text = cell.text.strip()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    found = _DAY.fullmatch(text)
    if found:
        month = found[2][:3].casefold()
        number = (
            _MONTHS.index(month) + 1
            if month in _MONTHS
            else int(found[2])
            if found[2].isdigit()
            else 0
        )
        try:
            return datetime(int(found[3]), number, int(found[1])).date().isoformat()  # noqa: DTZ001
        except ValueError:
            pass
    raise Unreadable(f"“{text[:40]}” is no day.", "Write it as 2025-04-01 or 1 April 2025.")


def _chosen(spec: models.Field[Any, Any], text: str) -> str:
    words = dict(spec.flatchoices)
    for value, called in words.items():
        if folded(text) in (folded(str(called)), folded(str(value))):
            return str(value)
    labels = [str(each) for each in words.values()]
    raise Unreadable(
        f"“{text[:60]}” is not one of the words used here.",
        closest(text, labels) or f"Use {', '.join(labels)}.",
    )


def headings(kind: type[Kind]) -> dict[str, models.Field[Any, Any]]:
    """The fields of a kind by what heads their columns."""
    return {folded(label(spec)): spec for spec in columns(kind)}


def kind_of_title(text: str) -> str:
    """The kind whose list has this title."""
    for name, kind in kinds().items():
        if folded(text) in (folded(str(kind._meta.verbose_name_plural)), folded(kind.plural)):
            return name
    return ""
