"""Writes an edition as a folder of YAML files that a person can read and compare."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

from opmodel.editions.kinds import kinds
from opmodel.editions.records import Record
from opmodel.editions.snapshot import Snapshot, nested_under

from .schema import file_of, files, nested_kinds
from .stating import Around, inherited


def write_folder(snapshot: Snapshot, path: Path) -> None:
    """Writes the snapshot into *path*, which is made if needed; files of ours are replaced."""
    path.mkdir(parents=True, exist_ok=True)
    sections = _sections(snapshot)
    for name in files():
        target = path / f"{name}.yaml"
        if sections.get(name):
            target.write_text(_dump(sections[name]), encoding="utf-8")
        else:
            target.unlink(missing_ok=True)


def _sections(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    kind_of = {record.key: record.kind for record in snapshot.records}
    under: dict[str, list[Record]] = defaultdict(list)
    top: dict[str, list[Record]] = defaultdict(list)
    for record in snapshot.records:
        place = nested_under(record, kind_of)
        if place:
            under[place[1]].append(record)
        else:
            top[record.kind].append(record)
    first_source = snapshot.sources[0]["key"] if snapshot.sources else ""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    found["edition"] = {"edition": snapshot.edition}
    if snapshot.sources:
        found["edition"]["sources"] = snapshot.sources
    for name, kind in kinds().items():
        if top[name]:
            found[file_of(kind)][kind.plural] = [
                _element(record, under, (), first_source) for record in top[name]
            ]
    return found


def _element(
    record: Record, under: dict[str, list[Record]], around: Around, first_source: str
) -> dict[str, Any]:
    kind = kinds()[record.kind]
    taken = inherited(kind, around)
    stated: dict[str, Any] = {"key": record.key}
    stated |= {name: value for name, value in record.values.items() if taken.get(name) != value}
    stated |= {name: None for name in taken if name not in record.values}
    if record.citations:
        stated["citations"] = [
            {
                name: value
                for name, value in citation.items()
                if not (name == "source" and value == first_source)
            }
            for citation in record.citations
        ]
    inside = ((record.kind, record.key), *around)
    for child in nested_kinds(kind):
        inner = [each for each in under[record.key] if each.kind == child.kind_name]
        if inner:
            stated[child.plural] = [_element(each, under, inside, first_source) for each in inner]
    return stated


_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


class _Dumper(yaml.SafeDumper):
    """Block style, indented lists, long and many-lined text as text."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if _OTHER_LINE_ENDS.search(text):
        style = '"'  # Anywhere else they would be read back as plain ends of lines.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _dump(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
