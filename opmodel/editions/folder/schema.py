"""The JSON Schema of an edition folder, made from the models, so that the two cannot disagree."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models

from opmodel.editions.kinds import kinds, reference
from opmodel.editions.models import Edition, Kind, Source
from opmodel.editions.models.element import KEY_FORM
from opmodel.editions.records import stated_fields

PERIOD = r"^\d{4}(-(Q[1-4]|\d{2}(-\d{2})?))?$"
DAY = r"^\d{4}-\d{2}-\d{2}$"
MOMENT = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?)?$"
DECIMAL = r"^-?\d{1,16}(\.\d{1,4})?$"

WEB_ADDRESS = r"^https?://[^\s/]+(/\S*)?$"

KEY = {"type": "string", "pattern": f"^{KEY_FORM}$", "maxLength": 120}
Schema = dict[str, Any]


@cache
def file_of(kind: type[Kind]) -> str:
    """The file that holds elements of this kind."""
    label = kind._meta.app_label
    return "edition" if label == "editions" else label


@cache
def files() -> tuple[str, ...]:
    """The files an edition folder may have, without their extension; the first must be there."""
    return (
        "edition",
        *dict.fromkeys(file_of(kind) for kind in kinds().values() if file_of(kind) != "edition"),
    )


@cache
def nested_kinds(kind: type[Kind]) -> tuple[type[Kind], ...]:
    """The kinds whose elements may be written inside an element of this kind."""
    return tuple(
        child
        for child in kinds().values()
        if file_of(child) == file_of(kind)
        and not child.listed_flat
        and any(kind.kind_name in reference(child, name).allowed_kinds() for name in child.nests_in)
    )


def schema() -> Schema:
    """One schema of the whole folder: its files are the properties of the top object."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An edition of an operating model as a folder of YAML files",
        "description": "Each property is a file of the folder, named without its extension.",
        "type": "object",
        "required": ["edition"],
        "additionalProperties": False,
        "properties": {name: file_schema(name) for name in files()},
        "$defs": definitions(),
    }


def file_schema(name: str) -> Schema:
    """The schema of one file; its definitions stand in the folder's `$defs`."""
    sections: Schema = {
        kind.plural: {"type": "array", "items": {"$ref": f"#/$defs/{kind.kind_name}"}}
        for kind in kinds().values()
        if file_of(kind) == name
    }
    required: list[str] = []
    if name == "edition":
        sections = {
            "edition": {"$ref": "#/$defs/edition"},
            "sources": {"type": "array", "items": {"$ref": "#/$defs/source"}},
            **sections,
        }
        required = ["edition"]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": sections,
    }


def definitions() -> Schema:
    """The schema of everything that can stand in a file, by name."""
    return {
        "citation": _object(
            {
                "source": KEY,
                "heading": _text(300),
                "page": {"type": ["string", "integer"], "maxLength": 20},
                "note": {"type": "string"},
            },
            required=[],
        ),
        "source": _object(
            {
                "key": KEY,
                "title": _text(_length(Source, "title")),
                "publisher": _text(_length(Source, "publisher")),
                "published_on": _period(),
                "address": {"type": "string", "pattern": WEB_ADDRESS, "maxLength": 200},
                "note": {"type": "string"},
            },
            required=["key", "title"],
        ),
        "adoption": _object(
            {
                "effective_from": _period(),
                "recorded_at": {"type": "string", "pattern": MOMENT},
                "adopted_by": _text(_length(Edition, "adopted_by")),
                "meeting_on": {"type": "string", "pattern": DAY},
                "minute": _text(_length(Edition, "minute")),
                "note": {"type": "string"},
            },
            required=["effective_from", "recorded_at"],
        ),
        "edition": _object(
            {
                "slug": KEY | {"maxLength": _length(Edition, "slug")},
                "organisation": KEY | {"maxLength": 60},
                "title": _text(_length(Edition, "title")),
                "label": _text(_length(Edition, "label")),
                "summary": {"type": "string"},
                "leaves_out": {"type": "string"},
                "published_on": _period(),
                "based_on": KEY,
                "adoption": {"$ref": "#/$defs/adoption"},
                "never_adopted": {"type": "boolean"},
            },
            required=["slug", "organisation", "title", "label"],
        ),
        **{kind.kind_name: _element(kind) for kind in kinds().values()},
    }


def _element(kind: type[Kind]) -> Schema:
    properties: Schema = {"key": KEY}
    required = ["key", "name"]
    for field in stated_fields(kind):
        properties[field.name] = value_schema(field)
        nested = field.name in kind.nests_in and not kind.listed_flat
        if not (field.null or field.blank or field.has_default() or nested or field.many_to_many):
            required.append(field.name)
    properties["citations"] = {"type": "array", "items": {"$ref": "#/$defs/citation"}}
    for child in nested_kinds(kind):
        properties[child.plural] = {
            "type": "array",
            "items": {"$ref": f"#/$defs/{child.kind_name}"},
        }
    return _object(properties, required=list(dict.fromkeys(required)))


def value_schema(field: models.Field[Any, Any]) -> Schema:
    """What a field may hold in a file."""
    described = _value_schema(field)
    if field.null and isinstance(described.get("type"), str):
        described["type"] = [described["type"], "null"]
        if "enum" in described:
            described["enum"] = [*described["enum"], None]
    if field.help_text:
        described["description"] = str(field.help_text)
    return described


def _value_schema(field: models.Field[Any, Any]) -> Schema:
    match field:
        case models.ManyToManyField():
            return {"type": "array", "items": dict(KEY), "uniqueItems": True}
        case models.ForeignKey():
            return dict(KEY)
        case models.BooleanField():
            return {"type": "boolean"}
        case models.IntegerField():
            return {"type": "integer", "minimum": 1, "maximum": 32767}
        case models.DecimalField():
            return {"type": ["string", "integer"], "pattern": DECIMAL}
        case models.DateTimeField():
            return {"type": "string", "pattern": MOMENT}
        case models.DateField():
            return {"type": "string", "pattern": DAY}
        case _ if hasattr(field, "base_field"):
            return {
                "type": "array",
                "items": _text(field.base_field.max_length),
                "uniqueItems": True,
            }
        case _ if field.choices:
            return {"type": "string", "enum": [value for value, _ in field.choices]}
        case models.CharField():
            return (
                _text(field.max_length)
                if not field.blank
                else {
                    "type": "string",
                    "maxLength": field.max_length,
                }
            )
        case _:
            return {"type": "string"}


def _object(properties: Schema, *, required: list[str]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }


def _text(length: int | None) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": length}


def _period() -> Schema:
    return {"type": "string", "pattern": PERIOD}


def _length(model: type[models.Model], name: str) -> int:
    length = getattr(model._meta.get_field(name), "max_length", None)
    if length is None:
        raise TypeError(f"{model.__name__}.{name} takes any length.")
    return int(length)
