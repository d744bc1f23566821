"""Everything that is wrong with a folder, in one go; if nothing is, what it states.

First each file by itself: whether it can be read, and has the form that the JSON Schema asks for.
Then what only the whole folder shows: keys used twice, references to what is not there or is of a
kind that cannot stand there, circles, days that do not exist. What is wrong by itself is taken out
before the rest is looked at, so that one fault hides no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from opmodel.editions.ids import edition_id
from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Organisation, Reference, Source
from opmodel.editions.records import instances, stated_fields

from .faults import Fault, FolderRefused, closest
from .form import file_faults
from .periods import impossible_day, parse_moment, parse_period
from .reading import Document, Path_, read
from .schema import files
from .stating import Folder, Stated, folder_from


def read_folder(path: Path) -> Folder:
    """The edition in this folder. Raises FolderRefused with every fault found."""
    folder, faults = look_through(path)
    if faults:
        raise FolderRefused(faults)
    return folder


def look_through(path: Path, *, constraints: bool = True) -> tuple[Folder, list[Fault]]:
    """What a folder states, as far as it can be read, and everything that is wrong with it.

    Without *constraints*, all but what the database's constraints say of each element: they take
    most of the time, and whoever writes the elements is told of them by the database.
    """
    if not path.is_dir():
        raise FolderRefused(
            [Fault(str(path), 1, "(the folder)", "There is no such folder.", "Check the path.")]
        )
    faults = list(_names(path))
    documents = {
        name: read(path / f"{name}.yaml") for name in files() if (path / f"{name}.yaml").exists()
    }
    for name, document in documents.items():
        faults += document.faults
        document.take_out_faulty()
        # An empty file says nothing; only edition.yaml has to say something.
        if not document.unread and (document.data is not None or name == "edition"):
            faults += file_faults(name, document)
    keys = {key for document in documents.values() for key in _keys(document.data)}
    for document in documents.values():
        document.take_out_faulty()
    folder = folder_from(documents)
    unread = "edition" not in documents or any(each.unread for each in documents.values())
    faults += _Whole(folder, keys=keys, unread=unread, constraints=constraints).faults()
    return folder, faults


def _names(path: Path) -> Iterator[Fault]:
    """Files with names that no file of an edition has, and the one that has to be there."""
    known = [f"{name}.yaml" for name in files()]
    for entry in sorted(path.iterdir()):
        if entry.suffix.lower() in (".yaml", ".yml") and entry.name not in known:
            yield Fault(
                entry.name,
                1,
                "(the whole file)",
                "No file of an edition has this name.",
                f"Use one of {', '.join(known)}.",
            )
    if not (path / "edition.yaml").exists():
        yield Fault(
            "edition.yaml",
            1,
            "(the whole file)",
            "The folder has no edition.yaml.",
            "Add one that names the slug, organisation, title and label.",
        )


def _keys(data: Any) -> Iterator[str]:
    """Everything that stands as a key of an element in a file, whatever else is wrong with it."""
    if isinstance(data, dict):
        if isinstance(data.get("key"), str):
            yield data["key"]
        for name, inner in data.items():
            if name != "sources":
                yield from _keys(inner)
    elif isinstance(data, list):
        for inner in data:
            yield from _keys(inner)


class _Whole:
    """What only shows when all files are seen together."""

    def __init__(self, folder: Folder, *, keys: set[str], unread: bool, constraints: bool):
        self.folder = folder
        self.about = folder.about
        self.keys_somewhere = keys
        self.unread = unread
        self.looks_at_constraints = constraints
        self.by_key: dict[str, Stated] = {}
        self.source_keys = {source["key"] for source in folder.sources if "key" in source}
        # Where edition.yaml could not be read, or names a source wrongly, that is fault enough.
        self.sources_unclear = self.about.unread or any(
            not path or (path[0] == "sources" and path[2:] in ((), ("key",)))
            for path in self.about.faulty
        )
        self.outside_keys: dict[type[models.Model], set[str]] = {}

    def faults(self) -> list[Fault]:
        return [
            *self.edition(),
            *self.repeated_sources(),
            *self.keys(),
            *(fault for stated in self.folder.stated for fault in self.element(stated)),
            *self.circles(),
        ]

    def edition(self) -> Iterator[Fault]:
        stated = self.folder.edition
        adoption = stated.get("adoption") or {}
        if adoption and stated.get("never_adopted"):
            yield self.about.fault(
                ("edition", "never_adopted"),
                "An edition cannot have an adoption record and be never adopted.",
                "Keep one of the two.",
            )
        yield from self.days(("edition",), stated, ("published_on",))
        yield from self.days(
            ("edition", "adoption"), adoption, ("effective_from", "meeting_on", "recorded_at")
        )
        for index, source in enumerate(self.folder.sources):
            yield from self.days(("sources", index), source, ("published_on",))
        if "organisation" in stated:
            yield from self.outside(
                self.about, ("edition", "organisation"), Organisation, stated["organisation"]
            )

    def days(self, path: Path_, data: dict[str, Any], names: tuple[str, ...]) -> Iterator[Fault]:
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
            key = source.get("key")
            if key in seen:
                yield self.about.fault(
                    ("sources", index, "key"),
                    f"The source “{key}” is listed twice.",
                    "Keep one of them.",
                )
            elif key:
                seen.add(key)

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
        faults = [
            *(fault for spec in stated_fields(stated.kind) for fault in self.value(stated, spec)),
            *self.citations(stated),
        ]
        yield from faults
        if self.looks_at_constraints and not faults:
            yield from self.constraints(stated)

    def value(self, stated: Stated, spec: models.Field[Any, Any]) -> Iterator[Fault]:
        value = stated.record.values.get(spec.name)
        at = (*stated.path, spec.name)
        if value is None:
            if isinstance(spec, Reference) and not spec.null and at not in stated.document.faulty:
                yield stated.document.fault(at, f"“{spec.name}” is missing.", "Add it.")
            return
        match spec:
            case models.CharField(name="dated"):
                yield from self.wording(stated, at, value)
            case models.ManyToManyField():
                allowed = link_of(spec).target.allowed_kinds()
                for index, key in enumerate(value):
                    if key is not None:
                        yield from self.reference(stated, (*at, index), key, allowed)
            case Reference() if spec.related_model is Source:
                yield from self.source(stated.document, at, value)
            case Reference():
                yield from self.reference(stated, at, value, spec.allowed_kinds())
            case models.ForeignKey():
                yield from self.outside(stated.document, at, spec.related_model, value)
            case models.DateField():
                try:
                    parse_period(value)
                except ValueError:
                    yield stated.document.fault(
                        at, f"There is no such day as “{value}”.", "Check it."
                    )

    def wording(self, stated: Stated, at: Path_, value: str) -> Iterator[Fault]:
        """A date as its source words it: a day in it has to be one that there can be."""
        if day := impossible_day(value):
            yield stated.document.fault(
                at,
                f"There is no such day as “{day}”.",
                "Check it. If the source has it so, say that in the summary.",
            )

    def citations(self, stated: Stated) -> Iterator[Fault]:
        for index, citation in enumerate(stated.record.citations):
            at = (*stated.path, "citations", index, "source")
            if at not in stated.document.faulty:
                yield from self.source(stated.document, at, citation["source"])

    def constraints(self, stated: Stated) -> Iterator[Fault]:
        """What the values of an element say together, such as an end before its beginning."""
        for constraint in stated.kind._meta.constraints:
            if not isinstance(constraint, models.CheckConstraint):
                continue
            concerned = getattr(constraint.condition, "referenced_base_fields", ())
            names = [name for name in stated.record.values if name in concerned]
            if not names:
                continue
            (instance,), _, _ = instances([stated.record], edition_id("under-test"))
            try:
                constraint.validate(stated.kind, instance)
            except ValidationError as error:
                yield stated.document.fault(
                    (*stated.path, names[-1]),
                    " ".join(error.messages),
                    f"Check {' and '.join(names)}.",
                )

    def source(self, document: Document, at: Path_, key: str) -> Iterator[Fault]:
        if key in self.source_keys or self.sources_unclear:
            return
        yield document.fault(
            at,
            f"No source has the key “{key}”." if key else "The edition lists no source to cite.",
            closest(key, self.source_keys) or "List it under sources in edition.yaml.",
        )

    def reference(
        self, stated: Stated, at: Path_, key: str, allowed: tuple[str, ...]
    ) -> Iterator[Fault]:
        target = self.by_key.get(key)
        if target is not None:
            if allowed and target.record.kind not in allowed:
                yield stated.document.fault(
                    at,
                    f"“{key}” is a {_words(target.record.kind)}.",
                    f"Only a {' or '.join(_words(name) for name in allowed)} can stand here.",
                )
        # A file that could not be read may hold it, or an element that is wrong in another way:
        # then those faults are enough.
        elif not self.unread and key not in self.keys_somewhere:
            yield stated.document.fault(
                at,
                f"Nothing in this edition has the key “{key}”.",
                closest(key, self.by_key) or "Add it, or leave the line out.",
            )

    def outside(
        self, document: Document, at: Path_, model: type[models.Model], key: str
    ) -> Iterator[Fault]:
        if model not in self.outside_keys:
            self.outside_keys[model] = set(model._default_manager.values_list("pk", flat=True))
        known = self.outside_keys[model]
        if key not in known:
            yield document.fault(
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
