"""The data dictionary: every kind and table with its fields, written from the models themselves."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import cleandoc
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .folder.reference import reference_tables
from .folder.schema import file_of, nested_kinds
from .kinds import kinds
from .models import (
    Citation,
    Edition,
    Element,
    Identifier,
    Kind,
    Organisation,
    Reference,
    Source,
    Succession,
)
from .records import stated_fields

HEAD = """\
# Data dictionary

Written from the models by `script/manage data_dictionary`; a test says when it is out of date. How
these things are written in files: [Loading](loading.md).

*Needed* means that a file must give the field, unless the element is written inside what it names
there; a citation without a source means the first source of its edition. *Asked for* marks what
readers look for: where a source does not say it, pages show *not recorded*.
"""

BASE = """\
## What every element has

Its `key` is unique in its edition and stays the same from one edition of an organisation to the
next. Its `position` is its place among its kind, counted as the files list them.
"""

OUTSIDE = """\
## What stands outside editions

Facts of the world, loaded as reference data; and the editions themselves.
"""

OUTSIDE_TABLES: tuple[type[models.Model], ...] = (
    Organisation, Identifier, Succession, Edition, Source,
)  # fmt: skip

TABLE_HEAD = ("| Field | Holds | Meaning |", "| --- | --- | --- |")


def data_dictionary() -> str:
    """The whole dictionary as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield HEAD
    yield from _contents()
    yield BASE
    yield cleandoc(Element.__doc__ or "")
    yield ""
    base = [field for field in stated_fields(Kind) if field.model is Element]
    yield from _table([Element._meta.get_field("key"), *base], needed={"key", "name"})
    yield from _table_of(Citation, level="###", leave_out=("element", "position"))
    for kind in kinds().values():
        yield from _kind(kind)
    yield OUTSIDE
    for model in (*OUTSIDE_TABLES, *reference_tables().values()):
        yield from _table_of(model, level="###", leave_out=("position",))


def _contents() -> Iterator[str]:
    yield "| Kind | File | In words |"
    yield "| --- | --- | --- |"
    for kind in kinds().values():
        first = cleandoc(kind.__doc__ or "").split("\n\n")[0].replace("\n", " ")
        yield f"| [{kind.plural}](#{kind.plural}) | `{file_of(kind)}.yaml` | {first} |"
    yield ""


def _kind(kind: type[Kind]) -> Iterator[str]:
    yield f"## {kind.plural}"
    yield ""
    yield cleandoc(kind.__doc__ or "")
    yield ""
    yield f"One of them: `{kind.kind_name}`. File: `{file_of(kind)}.yaml`.{_nesting(kind)}"
    yield ""
    own = [field for field in stated_fields(kind) if field.model is not Element]
    if own:
        yield from _table(own, needed=_needed(own), expected=set(kind.expects))
    else:
        yield "Nothing beyond what every element has."
        yield ""


def _nesting(kind: type[Kind]) -> str:
    around = [outer for outer in kinds().values() if kind in nested_kinds(outer)]
    text = ""
    if around:
        text += f" May be written inside {_either(outer.kind_name for outer in around)}."
    if kind.listed_flat:
        text += " Always one list at the top of its file: its order says something."
    if kind.inherits:
        text += f" Takes over from around it: {', '.join(f'`{name}`' for name in kind.inherits)}."
    return text


def _table_of(
    model: type[models.Model], *, level: str, leave_out: tuple[str, ...] = ()
) -> Iterator[str]:
    yield f"{level} {model.__name__}"
    yield ""
    yield cleandoc(model.__doc__ or "")
    yield ""
    fields = [
        field
        for field in model._meta.local_fields
        if field.name not in leave_out and not (field.primary_key and field.name == "id")
    ]
    yield from _table(fields, needed=_needed(fields))


def _table(
    fields: list[Any], *, needed: set[str], expected: set[str] | None = None
) -> Iterator[str]:
    yield from TABLE_HEAD
    for field in fields:
        notes = [_meaning(field)]
        if field.name in needed:
            notes.append("Needed.")
        if expected and field.name in expected:
            notes.append("Asked for.")
        yield f"| `{field.name}` | {_holds(field)} | {' '.join(filter(None, notes))} |"
    yield ""


def _needed(fields: list[Any]) -> set[str]:
    return {
        field.name
        for field in fields
        if not (field.null or field.blank or field.has_default() or field.many_to_many)
    }


def _holds(field: Any) -> str:
    """What kind of value it is, in words."""
    if isinstance(field, models.ManyToManyField):
        link: Any = field.remote_field.through
        target = link._meta.get_field(link.ends[1])
        return f"list of keys, each of {_either(target.allowed_kinds())}"
    if isinstance(field, models.ForeignKey):
        return _referred(field)
    if isinstance(field, ArrayField):
        return "list of texts"
    if field.choices:
        default = field.get_default() if field.has_default() else None
        words = (
            f"`{value}` {label}{' (unless another is given)' if value == default else ''}"
            for value, label in field.choices
        )
        return "; ".join(words)
    return _plain(field)


def _referred(field: Any) -> str:
    if field.related_model is Source:
        return "key of a source"
    if isinstance(field, Reference):
        return f"key of {_either(field.allowed_kinds() or ('element',))}"
    name = "slug" if field.related_model is Edition else field.target_field.name
    noun = str(field.related_model._meta.verbose_name)
    return f"{name} of {'an' if noun[0] in 'aeio' else 'a'} {noun}"


def _plain(field: Any) -> str:
    match field:
        case models.BooleanField():
            return "yes or no" if not field.null else "yes, no, or not recorded"
        case models.DecimalField():
            return f"number, up to {field.decimal_places} decimals"
        case models.PositiveSmallIntegerField():
            return "whole number from 1"
        case models.IntegerField():
            return "whole number"
        case models.DateTimeField():
            return "moment"
        case models.DateField():
            return "day"
        case models.URLField():
            return "web address"
        case models.CharField() if field.max_length:
            return f"text, up to {field.max_length} characters"
        case _:
            return "text"


def _meaning(field: Any) -> str:
    if field.help_text:
        return str(field.help_text)
    words = str(field.verbose_name)
    said = words[:1].upper() + words[1:]
    back = getattr(field, "back", "")
    return f"{said}. On the other's page: “{back}”." if back else f"{said}."


def _either(names: Iterator[str] | tuple[str, ...]) -> str:
    words = [f"`{name}`" for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
