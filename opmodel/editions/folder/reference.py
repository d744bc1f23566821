"""Reference data: what stands outside editions, such as organisations and levels.

A folder of YAML files: `sources.yaml`, `organisations.yaml` (with successions), `lineage.yaml` and
one file for each further reference table, named after it. Loading adds and corrects; it removes
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, models, transaction

from opmodel.editions.ids import edition_id, row_id
from opmodel.editions.models import (
    Edition,
    Element,
    Identifier,
    Lineage,
    Organisation,
    Source,
    Succession,
)
from opmodel.editions.models.element import KEY_FORM
from opmodel.editions.models.source import source_id

from .faults import Fault, FolderRefused
from .form import form_faults
from .periods import parse_period
from .reading import Document, Path_, read
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
    with _constraints_checked_at_once():
        for document, section, index, row in _in_order(documents):
            with _in_words(document, section, index):
                _load_row(section, dict(row))
            count += 1
    return count


def _load_row(section: str, row: dict[str, Any]) -> None:
    if section in _LOADERS:
        _LOADERS[section](row)
    else:
        _table_row(reference_tables()[section], row)


def _in_order(
    documents: dict[str, Document],
) -> Iterator[tuple[Document, str, int, dict[str, Any]]]:
    """Every row, after those it may refer to: sources, organisations, then the rest."""
    sections = [
        (document, section, rows)
        for document in documents.values()
        for section, rows in (document.data or {}).items()
    ]
    first = list(_LOADERS)
    sections.sort(key=lambda each: first.index(each[1]) if each[1] in first else len(first))
    for document, section, rows in sections:
        for index, row in enumerate(rows):
            yield document, section, index, row


@contextmanager
def _constraints_checked_at_once() -> Iterator[None]:
    """Has the database refuse a reference to nothing where it is written, not at the very end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _faults(name: str, document: Document) -> Iterator[Fault]:
    if name not in _schemas():
        yield document.fault(
            (), "No reference data has this name.", f"Use {', '.join(_schemas())}."
        )
    elif document.faults:
        yield from document.faults
    else:
        wrong = list(form_faults(document, _validator(name), _schemas()[name], _definitions()))
        yield from wrong or _repeated(document)
        yield from _days(document, (), document.data)


def _days(document: Document, path: Path_, data: Any) -> Iterator[Fault]:
    """Days that do not exist, wherever in a document one stands."""
    match data:
        case list():
            for index, each in enumerate(data):
                yield from _days(document, (*path, index), each)
        case dict():
            for name, value in data.items():
                at = (*path, name)
                if name not in _names_of_days() or at in document.faulty:
                    yield from _days(document, at, value)
                    continue
                try:
                    parse_period(value)
                except ValueError:
                    yield document.fault(at, f"There is no such day as “{value}”.", "Check it.")


@cache
def _names_of_days() -> set[str]:
    fields = (
        field
        for model in (Source, Organisation, Identifier, Succession)
        for field in model._meta.local_fields
    )
    return {field.name for field in fields if isinstance(field, models.DateField)}


def _repeated(document: Document) -> Iterator[Fault]:
    """Rows of one file that are about the same thing: the later would silently undo the earlier."""
    sections = document.data if isinstance(document.data, dict) else {}
    for section, rows in sections.items():
        names = _told_by(section)
        if not names:
            continue
        seen: dict[tuple[str, ...], int] = {}
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            if not isinstance(row, dict) or not all(isinstance(row.get(n), str) for n in names):
                continue
            told = tuple(row[name] for name in names)
            line = document.line((section, index))
            if told in seen:
                yield document.fault(
                    (section, index, names[0]),
                    f"“{', '.join(told)}” stands in this file before, in line {seen[told]}.",
                    "Keep one of them.",
                )
            seen.setdefault(told, line)


def _told_by(section: str) -> tuple[str, ...]:
    """The values by which a row of a section is told from the others."""
    if section in _TOLD_BY:
        return _TOLD_BY[section]
    model = reference_tables().get(section)
    return (model._meta.pk.name,) if model else ()


def _row(model: type[models.Model], leave_out: tuple[str, ...] = (), **more: Schema) -> Schema:
    leave_out = (*leave_out, "id", *getattr(model, "reference_leaves_out", ()))
    fields = [field for field in model._meta.local_fields if field.name not in leave_out]
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [
            field.name for field in fields if not (field.null or field.blank or field.has_default())
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
        "lineage": _row(Lineage, ("earlier", "later"), earlier=_ELEMENT, later=_ELEMENT)
        | {"required": ["earlier", "later", "kind"]},
        **{name: _row(model, **_lists(model)) for name, model in reference_tables().items()},
    }


def _lists(model: type[models.Model]) -> Schema:
    """What stands in lists inside a row of the table, such as the steps of a scenario."""
    return {
        name: {"type": "array", "items": _row(listed)} for name, listed in _listed(model).items()
    }


def _listed(model: type[models.Model]) -> dict[str, type[models.Model]]:
    relations: dict[str, Any] = {each.name: each for each in model._meta.related_objects}
    names = getattr(model, "reference_lists", ())
    return {name: relations[name].related_model for name in names}


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
        "lineage": of(lineage="lineage"),
        **{name: of(**{name: name}) for name in reference_tables()},
    }


_ELEMENT: Schema = {
    "type": "string",
    "pattern": f"^{KEY_FORM}/{KEY_FORM}$",
    "description": "An element as its edition's slug and its own key, with a stroke between.",
}


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for({**_schemas()[name], "$defs": _definitions()})


def _source(row: dict[str, Any]) -> None:
    if "published_on" in row:
        row["published_on"], row["published_precision"] = parse_period(row["published_on"])
    _written(Source, {"id": source_id(None, row["key"])}, {"edition_id": None, **row})


def _organisation(row: dict[str, Any]) -> None:
    identifiers = row.pop("identifiers", [])
    organisation, _ = Organisation.objects.update_or_create(
        slug=row.pop("slug"), defaults=_cited(row | {"system_id": row.pop("system", None)})
    )
    for identifier in identifiers:
        Identifier.objects.update_or_create(
            organisation=organisation,
            scheme=identifier.pop("scheme"),
            value=identifier.pop("value"),
            defaults=_cited(identifier),
        )


def _succession(row: dict[str, Any]) -> None:
    row = _cited(row)
    Succession.objects.update_or_create(
        predecessor_id=row.pop("predecessor"),
        successor_id=row.pop("successor"),
        kind=row.pop("kind"),
        effective_on=row.pop("effective_on"),
        defaults=row,
    )


def _lineage(row: dict[str, Any]) -> None:
    """Where it speaks of an edition that is not here, it waits: it is loaded again after that."""
    row = _cited(row)
    ends = {name: row.pop(name) for name in ("earlier", "later")}
    slugs = {stated.partition("/")[0] for stated in ends.values()}
    if Edition.objects.filter(slug__in=slugs).count() < len(slugs):
        return
    ids = {name: row_id(edition_id(slug), key) for name, (slug, key) in _parted(ends).items()}
    here = set(Element.objects.filter(id__in=ids.values()).values_list("id", flat=True))
    if missing := [ends[name] for name in ends if ids[name] not in here]:
        raise ValidationError(f"there is no element {' and no '.join(missing)}")
    Lineage.objects.update_or_create(earlier_id=ids["earlier"], later_id=ids["later"], defaults=row)


def _parted(ends: dict[str, str]) -> dict[str, tuple[str, str]]:
    parted = {name: stated.split("/", 1) for name, stated in ends.items()}
    return {name: (slug, key) for name, (slug, key) in parted.items()}


def _table_row(model: type[models.Model], row: dict[str, Any]) -> None:
    """A row is known again by what `reference_key` names, or else by its primary key."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    lists = {name: row.pop(name, []) for name in _listed(model)}
    stated = {fields[name].attname: value for name, value in row.items()}
    names = getattr(model, "reference_key", (model._meta.pk.name,))
    key = {
        field.attname: stated.pop(field.attname, field.get_default())
        for field in (fields[name] for name in names)
    }
    left_alone = getattr(model, "reference_left_alone", None)
    if left_alone is not None and left_alone(key):
        return
    owner = _written(model, key, stated)
    for name, rows in lists.items():
        _list_rows(getattr(owner, name), rows)


def _written(
    model: type[models.Model], key: dict[str, Any], stated: dict[str, Any]
) -> models.Model:
    """The row, written only where it differs: a history records changes, not loadings."""
    row = model._default_manager.filter(**key).first()
    if row is None:
        return model._default_manager.create(**key, **stated)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    differing = {
        name: value
        for name, value in stated.items()
        if getattr(row, name) != fields[name].to_python(value)
    }
    for name, value in differing.items():
        setattr(row, name, value)
    if differing:
        row.save()
    return row


def _list_rows(manager: Any, rows: list[dict[str, Any]]) -> None:
    """The rows of a list inside another row, in their order; written anew where they differ."""
    fields = {field.name: field for field in manager.model._meta.concrete_fields}
    owner = {manager.field.name: manager.instance}
    wanted = [
        manager.model(
            **owner, position=number, **{fields[name].attname: value for name, value in row.items()}
        )
        for number, row in enumerate(rows, start=1)
    ]
    told = [field.attname for field in fields.values() if not field.primary_key]

    def values(row: models.Model) -> list[Any]:
        return [getattr(row, name) for name in told]

    if list(map(values, manager.order_by("position"))) == list(map(values, wanted)):
        return
    manager.all().delete()
    for row in wanted:
        row.save()


_LOADERS = {
    "sources": _source,
    "organisations": _organisation,
    "successions": _succession,
    "lineage": _lineage,
}


_TOLD_BY = {
    "sources": ("key",),
    "organisations": ("slug",),
    "successions": ("predecessor", "successor", "kind", "effective_on"),
    "lineage": ("earlier", "later"),
}


def _cited(row: dict[str, Any]) -> dict[str, Any]:
    if "source" in row:
        row["source_id"] = source_id(None, row.pop("source"))
    return row


@contextmanager
def _in_words(document: Document, section: str, index: int) -> Iterator[None]:
    """Puts what the database or a date refuses into a fault at the row that it refuses."""
    try:
        yield
    except (DataError, IntegrityError, ValidationError, ValueError) as error:
        said = " ".join(getattr(error, "messages", ())) or str(error).splitlines()[0]
        raise FolderRefused(
            [
                document.fault(
                    (section, index),
                    f"This was refused: {said.rstrip('.')}.",
                    "Mend it and load again.",
                )
            ]
        ) from error
