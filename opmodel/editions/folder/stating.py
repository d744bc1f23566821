"""From files to records: what each element of a folder states, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from opmodel.editions.kinds import kinds, reference
from opmodel.editions.models import Kind
from opmodel.editions.records import Record, is_default, plain, stated_fields

from .reading import Document, Path_
from .schema import file_of, nested_kinds


@dataclass
class Stated:
    """A record and where in the files it stands."""

    record: Record
    document: Document
    path: Path_

    @property
    def kind(self) -> type[Kind]:
        return kinds()[self.record.kind]


@dataclass
class Folder:
    """A folder that was read: what it says of the edition, its sources and its elements."""

    about: Document
    edition: dict[str, Any] = field(default_factory=dict)
    sources: list[dict[str, str]] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        return [stated.record for stated in self.stated]


def folder_from(documents: dict[str, Document]) -> Folder:
    """What the documents of a folder state. What is wrong in them has been taken out."""
    about = documents.get("edition") or Document("edition.yaml")
    data = about.data or {}
    sources = [source or {} for source in data.get("sources") or []]
    folder = Folder(about, data.get("edition") or {}, sources)
    first_source = sources[0].get("key", "") if sources else ""
    for kind in kinds().values():
        document = documents.get(file_of(kind))
        if document is not None and document.data:
            _Stating(folder, document, first_source).section(kind, document.data, (), ())
    return folder


Around = tuple[tuple[str, str], ...]
"""The elements an element is written inside, as (kind, key), the nearest first."""


@dataclass
class _Stating:
    """Adds the elements of one file to the folder."""

    folder: Folder
    document: Document
    first_source: str

    def section(self, kind: type[Kind], data: dict[str, Any], path: Path_, around: Around) -> None:
        """The elements of one kind, in the list that this part of the file has for them."""
        for index, stated in enumerate(data.get(kind.plural) or []):
            # Without a key there is nothing to call it by: that it lacks one is said already.
            if stated is not None and "key" in stated:
                self.element(kind, stated, (*path, kind.plural, index), around)

    def element(self, kind: type[Kind], data: dict[str, Any], path: Path_, around: Around) -> None:
        """The element at *path*, then what is nested in it."""
        values = inherited(kind, around) | _values(kind, data)
        citations = [
            {"source": self.first_source, **{name: str(text) for name, text in stated.items()}}
            for stated in data.get("citations") or []
            if stated is not None
        ]
        record = Record(kind.kind_name, data["key"], _in_order(kind, values), citations)
        self.folder.stated.append(Stated(record, self.document, path))
        for child in nested_kinds(kind):
            self.section(child, data, path, ((kind.kind_name, data["key"]), *around))


def inherited(kind: type[Kind], around: Around) -> dict[str, str]:
    """What an element takes over from the elements it is written inside."""
    if not around:
        return {}
    nearest, key = around[0]
    nests = next(name for name in kind.nests_in if nearest in reference(kind, name).allowed_kinds())
    taken = {nests: key}
    for name in kind.inherits:
        (target,) = reference(kind, name).allowed_kinds()
        found = next((key for outer, key in around if outer == target), None)
        if found and name not in taken:
            taken[name] = found
    return taken


def _values(kind: type[Kind], data: dict[str, Any]) -> dict[str, Any]:
    values = {}
    for spec in stated_fields(kind):
        if spec.name not in data:
            continue
        value = data[spec.name]
        if isinstance(spec, models.DecimalField) and value is not None:
            value = plain(Decimal(value))
        if isinstance(spec, models.ManyToManyField):
            if value:
                values[spec.name] = value
        elif not is_default(spec, value) or spec.name in kind.inherits:
            values[spec.name] = value
    return values


def _in_order(kind: type[Kind], values: dict[str, Any]) -> dict[str, Any]:
    return {
        spec.name: values[spec.name]
        for spec in stated_fields(kind)
        if values.get(spec.name) is not None
    }
