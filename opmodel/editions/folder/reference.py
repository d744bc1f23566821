"""Reference data: what stands outside editions, such as organisations and levels.

A folder of YAML files: `sources.yaml`, `organisations.yaml` (with successions), and one file for
each further reference table, named after it. Loading adds and corrects; it removes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from django.apps import apps
from django.db import models, transaction

from opmodel.editions.models import Identifier, Organisation, Source, Succession
from opmodel.editions.models.source import source_id

from .faults import Fault, FolderRefused
from .form import form_faults
from .periods import parse_period
from .reading import Document, read
from .schema import Schema, definitions, value_schema


@cache
def reference_tables() -> dict[str, type[models.Model]]:
    """Further tables of words and levels, by the name of their file."""
    named = {model: getattr(model, "reference_file", "") for model in apps.get_models()}
    return {name: model for model, name in named.items() if name}


@transaction.atomic
def load_reference(*, folder: Path) -> int:
    """Loads a folder of reference data; returns how many rows it holds. Raises FolderRefused."""
    documents = {path.stem: read(path) for path in sorted(folder.glob("*.yaml"))}
    faults = [fault for name, document in documents.items() for fault in _faults(name, document)]
    if faults:
        raise FolderRefused(faults)
    count = 0
    # Sources first: organisations and their codes cite them.
    for name in sorted(documents, key=lambda name: (name != "sources", name)):
        for section, rows in (documents[name].data or {}).items():
            for index, row in enumerate(rows):
                with _in_words(documents[name], section, index):
                    _LOADERS.get(section, _table_row)(section, dict(row))
                count += 1
    return count


def _faults(name: str, document: Document) -> Iterator[Fault]:
    if name not in _schemas():
        yield document.fault((), "No reference data has this name.", f"Use {', '.join(_schemas())}.")
    elif document.faults:
        yield from document.faults
    else:
        yield from form_faults(document, _validator(name), _schemas()[name], _definitions())


def _row(model: type[models.Model], leave_out: tuple[str, ...] = (), **more: Schema) -> Schema:
    fields = [
        field for field in model._meta.local_fields if field.name not in (*leave_out, "id")
    ]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [
            field.name
            for field in fields
            if not (field.null or field.blank or field.has_default())
        ],
        "properties": {field.name: value_schema(field) for field in fields} | more,
    }


@cache
def _definitions() -> Schema:
    return definitions() | {
        "identifier": _row(Identifier, ("organisation",)),
        "organisation": _row(
            Organisation, identifiers={"type": "array", "items": {"$ref": "#/$defs/identifier"}}
        ),
        "succession": _row(Succession),
        **{name: _row(model) for name, model in reference_tables().items()},
    }


@cache
def _schemas() -> dict[str, Schema]:
    def of(**sections: str) -> Schema:
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                section: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
                for section, name in sections.items()
            },
        }

    return {
        "sources": of(sources="source"),
        "organisations": of(organisations="organisation", successions="succession"),
        **{name: of(**{name: name}) for name in reference_tables()},
    }


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for({**_schemas()[name], "$defs": _definitions()})


def _source(section: str, row: dict[str, Any]) -> None:
    if "published_on" in row:
        row["published_on"], row["published_precision"] = parse_period(row["published_on"])
    Source.objects.update_or_create(
        id=source_id(None, row["key"]), defaults={"edition": None, **row}
    )


def _organisation(section: str, row: dict[str, Any]) -> None:
    identifiers = row.pop("identifiers", [])
    organisation, _ = Organisation.objects.update_or_create(
        slug=row.pop("slug"), defaults=_cited(row)
    )
    for identifier in identifiers:
        Identifier.objects.update_or_create(
            organisation=organisation,
            scheme=identifier.pop("scheme"),
            value=identifier.pop("value"),
            defaults=_cited(identifier),
        )


def _succession(section: str, row: dict[str, Any]) -> None:
    row = _cited(row)
    Succession.objects.update_or_create(
        predecessor_id=row.pop("predecessor"),
        successor_id=row.pop("successor"),
        kind=row.pop("kind"),
        effective_on=row.pop("effective_on"),
        defaults=row,
    )


def _table_row(section: str, row: dict[str, Any]) -> None:
    model = reference_tables()[section]
    key = model._meta.pk.name
    model._default_manager.update_or_create(**{key: row.pop(key)}, defaults=row)


_LOADERS = {
    "sources": _source,
    "organisations": _organisation,
    "successions": _succession,
}


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    if "source" in row:
        row["source_id"] = source_id(None, row.pop("source"))
    return row


class _in_words:
    """Puts what the database or a date refuses into a fault at the row that it refuses."""

    def __init__(self, document: Document, section: str, index: int):
        self.at = (document, (section, index))

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        from django.core.exceptions import ValidationError
        from django.db import IntegrityError

        if isinstance(error, IntegrityError | ValidationError | ValueError):
            document, path = self.at
            said = str(error).splitlines()[0]
            raise FolderRefused(
                [document.fault(path, f"This was refused: {said}.", "Mend it and load again.")]
            ) from error
