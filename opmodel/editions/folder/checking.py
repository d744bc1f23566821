"""From files to records: every fault found in one go, nothing half understood.

First the form (the JSON Schema), then what only the whole folder shows: keys used twice, references
to what is not there or is of a kind that cannot stand there, circles, days that do not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
from django.db import models

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Kind, Organisation, Reference
from opmodel.editions.records import Record, is_default, stated_fields

from .faults import Fault, FolderRefused, closest
from .periods import parse_moment, parse_period
from .reading import Document, Path_, read
from .schema import Schema, definitions, file_of, file_schema, files, nested_kinds


@dataclass
class Stated:
    """A record and where in the files it stands."""

    record: Record
    document: Document
    path: Path_


@dataclass
class Folder:
    """A folder that was read: what it says of the edition, its sources and its elements."""

    edition: dict[str, Any] = field(default_factory=dict)
    sources: list[dict[str, str]] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        return [stated.record for stated in self.stated]


def read_folder(path: Path) -> Folder:
    """The edition in this folder. Raises FolderRefused with every fault found."""
    documents = _documents(path)
    faults = [fault for document in documents.values() for fault in document.faults]
    well_formed = {}
    for name, document in documents.items():
        if document.data is None and not document.faults and name != "edition":
            continue  # an empty file says nothing
        found = _document_faults(name, document) if not document.faults else []
        faults += found
        if not found and not document.faults:
            well_formed[name] = document
    folder = _folder(well_formed)
    faults += _Whole(folder, documents.get("edition"), complete=not faults).faults()
    if faults:
        raise FolderRefused(faults)
    return folder


def _documents(path: Path) -> dict[str, Document]:
    if not path.is_dir():
        raise FolderRefused(
            [Fault(str(path), 1, "(the folder)", "There is no such folder.", "Check the path.")]
        )
    faults = []
    found = {entry.name: entry for entry in sorted(path.iterdir()) if entry.suffix in (".yaml", ".yml")}
    for name in found:
        if name.removesuffix(".yaml") not in files():
            faults.append(
                Fault(
                    name,
                    1,
                    "(the whole file)",
                    "No file of an edition has this name.",
                    f"Use one of {', '.join(f'{known}.yaml' for known in files())}.",
                )
            )
    if "edition.yaml" not in found:
        faults.append(
            Fault(
                "edition.yaml",
                1,
                "(the whole file)",
                "The folder has no edition.yaml.",
                "Add one that names the slug, organisation, title and label.",
            )
        )
    documents = {
        name: read(found[f"{name}.yaml"]) for name in files() if f"{name}.yaml" in found
    }
    if documents:
        next(iter(documents.values())).faults.extend(faults)
    elif faults:
        raise FolderRefused(faults)
    return documents


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for({**file_schema(name), "$defs": definitions()})


def _document_faults(name: str, document: Document) -> list[Fault]:
    return list(form_faults(document, _validator(name), file_schema(name), definitions()))


def form_faults(
    document: Document, validator: Any, schema: Schema, defined: Schema
) -> Iterator[Fault]:
    """What is wrong with the form of a document, in words."""
    for error in validator.iter_errors(document.data):
        yield from _form_fault(document, error, schema, defined)


def _form_fault(
    document: Document, error: Any, schema: Schema, defined: Schema
) -> Iterator[Fault]:
    path: Path_ = tuple(error.instance_path)
    kind = error.kind
    match kind.name:
        case "additionalProperties":
            known = _known_names(schema, defined, path)
            for unexpected in kind.unexpected:
                yield document.fault(
                    (*path, unexpected),
                    f"“{unexpected}” is not known here.",
                    closest(unexpected, known) or f"Known are {', '.join(sorted(known))}.",
                )
        case "required":
            yield document.fault(path, f"“{kind.property}” is missing.", "Add it.")
        case "enum":
            words = [str(word) for word in kind.options if word is not None]
            yield document.fault(
                path,
                f"“{error.instance}” is not one of the words used here.",
                closest(str(error.instance), words) or f"Use {', '.join(words)}.",
            )
        case "type":
            yield document.fault(
                path,
                f"This is {_named(error.instance)}, not {_expected(kind.types)}.",
                "Put it in quotes." if "string" in kind.types else "",
            )
        case "maxLength":
            yield document.fault(
                path,
                f"This has {len(str(error.instance))} characters.",
                f"At most {kind.limit} fit.",
            )
        case "minLength":
            yield document.fault(path, "This is empty.", "Write it, or leave the line out.")
        case "pattern":
            yield document.fault(
                path, f"“{error.instance}” does not have the right form.", _form(kind.pattern)
            )
        case "uniqueItems":
            yield document.fault(path, "Something stands in this list twice.", "Keep one of each.")
        case "minimum" | "maximum":
            yield document.fault(
                path, f"{error.instance} is out of range.", "Use a number from 1 to 32767."
            )
        case "format":
            yield document.fault(
                path, f"“{error.instance}” is not a web address.", "Write it with https://."
            )
        case _:
            yield document.fault(path, f"{error.message}.", "")


def _known_names(schema: Schema, defined: Schema, path: Path_) -> list[str]:
    """The names allowed at a path of a document: follows its schema down."""
    here = schema
    for step in path:
        here = here["items"] if isinstance(step, int) else here["properties"][step]
        if "$ref" in here:
            here = defined[here["$ref"].rsplit("/", 1)[1]]
    return list(here.get("properties", ()))


_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a set of named values",
    "null": "nothing",
}


def _named(value: Any) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return f"read as {'true' if value else 'false'}"
        case int():
            return f"the number {value}"
        case str():
            return f"the text “{value[:40]}”"
        case list():
            return "a list"
        case _:
            return "a set of named values"


def _expected(types: Any) -> str:
    return " or ".join(_TYPES.get(str(name), str(name)) for name in types if str(name) != "null")


def _form(pattern: str) -> str:
    if "Q[1-4]" in pattern:
        return "Write 2024, 2024-Q3, 2024-09 or 2024-09-30."
    if "T" in pattern:
        return "Write 2024-09-30 or 2024-09-30T14:05:00Z."
    if pattern.startswith(r"^\d{4}"):
        return "Write a date like 2024-09-30."
    if pattern.startswith("^-?"):
        return "Write a number like 1800000 or 3.6."
    return "Use lower-case letters and digits, with single hyphens between words."


def _folder(documents: dict[str, Document]) -> Folder:
    folder = Folder()
    about = documents.get("edition")
    if about:
        folder.edition = about.data["edition"]
        folder.sources = about.data.get("sources") or []
    first_source = folder.sources[0]["key"] if folder.sources else ""
    for name, document in documents.items():
        for kind in kinds().values():
            if file_of(kind) == name:
                section = (document.data or {}).get(kind.plural) or []
                for index, data in enumerate(section):
                    _state(folder, document, kind, data, (kind.plural, index), (), first_source)
    return folder


Around = tuple[tuple[str, str], ...]
"""The elements an element is written inside, as (kind, key), the nearest first."""


def _state(
    folder: Folder,
    document: Document,
    kind: type[Kind],
    data: dict[str, Any],
    path: Path_,
    around: Around,
    first_source: str,
) -> None:
    """Adds the element at *path*, then what is nested in it."""
    values = inherited(kind, around) | _values(kind, data)
    citations = [
        {"source": first_source, **{name: str(text) for name, text in stated.items()}}
        for stated in data.get("citations") or []
    ]
    record = Record(kind.kind_name, data["key"], _in_order(kind, values), citations)
    folder.stated.append(Stated(record, document, path))
    inside = ((kind.kind_name, data["key"]), *around)
    for child in nested_kinds(kind):
        for index, inner in enumerate(data.get(child.plural) or []):
            _state(
                folder, document, child, inner, (*path, child.plural, index), inside, first_source
            )


def inherited(kind: type[Kind], around: Around) -> dict[str, str]:
    """What an element takes over from the elements it is written inside."""
    if not around:
        return {}
    nearest, key = around[0]
    nests = next(
        name for name in kind.nests_in if nearest in kind._meta.get_field(name).allowed_kinds()
    )
    taken = {nests: key}
    for name in kind.inherits:
        (target,) = kind._meta.get_field(name).allowed_kinds()
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
            value = _decimal(str(value))
        if isinstance(spec, models.ManyToManyField):
            if value:
                values[spec.name] = value
        elif not is_default(spec, value) or spec.name in kind.inherits:
            values[spec.name] = value
    return values


def _decimal(text: str) -> str:
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    return f"{int(whole)}.{part}" if part else str(int(whole))


def _in_order(kind: type[Kind], values: dict[str, Any]) -> dict[str, Any]:
    return {
        spec.name: values[spec.name]
        for spec in stated_fields(kind)
        if values.get(spec.name) is not None
    }


class _Whole:
    """What only shows when all files are seen together."""

    def __init__(self, folder: Folder, about: Document | None, *, complete: bool):
        self.folder = folder
        self.about = about
        self.complete = complete
        self.by_key: dict[str, Stated] = {}
        self.source_keys = {source["key"] for source in folder.sources}

    def faults(self) -> list[Fault]:
        return [
            *self.edition(),
            *self.repeated_sources(),
            *self.keys(),
            *(fault for stated in self.folder.stated for fault in self.element(stated)),
            *self.circles(),
        ]

    def edition(self) -> Iterator[Fault]:
        if self.about is None or not self.folder.edition:
            return
        stated = self.folder.edition
        if stated.get("adoption") and stated.get("never_adopted"):
            yield self.about.fault(
                ("edition", "never_adopted"),
                "An edition cannot have an adoption record and be never adopted.",
                "Keep one of the two.",
            )
        yield from self.days(("edition",), stated, ("published_on",))
        adoption = stated.get("adoption") or {}
        yield from self.days(
            ("edition", "adoption"), adoption, ("effective_from", "meeting_on", "recorded_at")
        )
        for index, source in enumerate(self.folder.sources):
            yield from self.days(("sources", index), source, ("published_on",))
        if not Organisation.objects.filter(slug=stated["organisation"]).exists():
            known = list(Organisation.objects.values_list("slug", flat=True)[:500])
            yield self.about.fault(
                ("edition", "organisation"),
                f"The registry has no organisation “{stated['organisation']}”.",
                closest(stated["organisation"], known)
                or "Add it to the reference data first (see docs/loading.md).",
            )

    def days(self, path: Path_, data: dict[str, Any], names: tuple[str, ...]) -> Iterator[Fault]:
        assert self.about is not None
        for name in names:
            if name in data:
                try:
                    (parse_moment if name == "recorded_at" else parse_period)(data[name])
                except ValueError:
                    yield self.about.fault(
                        (*path, name), f"There is no such day as “{data[name]}”.", "Check it."
                    )

    def repeated_sources(self) -> Iterator[Fault]:
        seen: set[str] = set()
        for index, source in enumerate(self.folder.sources):
            if source["key"] in seen and self.about:
                yield self.about.fault(
                    ("sources", index, "key"),
                    f"The source “{source['key']}” is listed twice.",
                    "Keep one of them.",
                )
            seen.add(source["key"])

    def keys(self) -> Iterator[Fault]:
        for stated in self.folder.stated:
            first = self.by_key.setdefault(stated.record.key, stated)
            if first is not stated:
                line = first.document.line((*first.path, "key"))
                yield stated.document.fault(
                    (*stated.path, "key"),
                    f"The key “{stated.record.key}” is used before, "
                    f"in {first.document.name} line {line}.",
                    "Keys are unique in an edition: choose another.",
                )

    def element(self, stated: Stated) -> Iterator[Fault]:
        kind = kinds()[stated.record.kind]
        for spec in stated_fields(kind):
            value = stated.record.values.get(spec.name)
            at = (*stated.path, spec.name)
            if isinstance(spec, Reference):
                if value is None and not spec.null:
                    yield stated.document.fault(at, f"“{spec.name}” is missing.", "Add it.")
                elif value is not None and spec.related_model._meta.model_name == "source":
                    yield from self.source(stated.document, at, value)
                elif value is not None:
                    yield from self.reference(stated, at, value, spec.allowed_kinds())
            elif isinstance(spec, models.ManyToManyField):
                target = spec.remote_field.through._meta.get_field(
                    spec.remote_field.through.ends[1]
                )
                for index, key in enumerate(value or []):
                    yield from self.reference(stated, (*at, index), key, target.allowed_kinds())
            elif isinstance(spec, models.ForeignKey) and value is not None:
                yield from self.outside(stated, at, spec.related_model, value)
            elif isinstance(spec, models.DateField) and value is not None:
                try:
                    parse_period(value)
                except ValueError:
                    yield stated.document.fault(
                        at, f"There is no such day as “{value}”.", "Check it."
                    )
        for index, citation in enumerate(stated.record.citations):
            yield from self.source(
                stated.document, (*stated.path, "citations", index, "source"), citation["source"]
            )

    def source(self, document: Document, at: Path_, key: str) -> Iterator[Fault]:
        if not self.complete and not self.source_keys:
            return
        if key not in self.source_keys:
            yield document.fault(
                at,
                f"No source has the key “{key}”." if key else "The edition lists no source to cite.",
                closest(key, self.source_keys) or "List it under sources in edition.yaml.",
            )

    def reference(
        self, stated: Stated, at: Path_, key: str, allowed: tuple[str, ...]
    ) -> Iterator[Fault]:
        target = self.by_key.get(key)
        if target is None:
            # A file that could not be read may hold it: then its own faults are enough.
            if self.complete:
                yield stated.document.fault(
                    at,
                    f"Nothing in this edition has the key “{key}”.",
                    closest(key, self.by_key) or "Add it, or leave the line out.",
                )
        elif allowed and target.record.kind not in allowed:
            yield stated.document.fault(
                at,
                f"“{key}” is a {_words(target.record.kind)}.",
                f"Only a {' or '.join(_words(name) for name in allowed)} can stand here.",
            )

    def outside(
        self, stated: Stated, at: Path_, model: type[models.Model], key: str
    ) -> Iterator[Fault]:
        known = _outside_keys(self, model)
        if key not in known:
            yield stated.document.fault(
                at,
                f"The registry has no {model._meta.verbose_name} “{key}”.",
                closest(key, known) or "Add it to the reference data first.",
            )

    def circles(self) -> Iterator[Fault]:
        """Elements that are part of themselves, over one or more steps."""
        for stated in self.folder.stated:
            for name in kinds()[stated.record.kind].nests_in:
                if self.comes_back(stated.record.key, name):
                    yield stated.document.fault(
                        (*stated.path, name),
                        f"“{stated.record.key}” is part of itself.",
                        "Break the circle at one of its elements.",
                    )

    def comes_back(self, key: str, name: str) -> bool:
        seen: set[str] = set()
        at = self.by_key[key].record.values.get(name)
        while at is not None and at in self.by_key and at not in seen:
            if at == key:
                return True
            seen.add(at)
            at = self.by_key[at].record.values.get(name)
        return False


def _words(kind: str) -> str:
    return str(kinds()[kind]._meta.verbose_name)


def _outside_keys(whole: _Whole, model: type[models.Model]) -> set[str]:
    """The keys of a table outside editions, read once for each folder."""
    cache_: dict[Any, set[str]] = whole.__dict__.setdefault("_outside", {})
    if model not in cache_:
        cache_[model] = set(model._default_manager.values_list("pk", flat=True))
    return cache_[model]
