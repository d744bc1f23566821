"""Reads YAML into plain data that still knows its lines.

Only what data needs is read: mappings, lists, text, whole numbers, true and false, nothing. Dates
and decimals stay text. Anchors, tags and repeated keys are refused: what a person reads in the file
must be all there is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .faults import Fault

Path_ = tuple[str | int, ...]
MAXIMUM_BYTES = 10_000_000
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """One file: its data, and for each path into the data the line it starts on."""

    name: str
    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path_) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path_, message: str, remedy: str = "") -> Fault:
        """A fault at that path of this file."""
        return Fault(self.name, self.line(path), written(path), message, remedy)


def written(path: Path_) -> str:
    """A path as people read it: directorates[2].functions[0].name."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "(the whole file)"


def read(path: Path) -> Document:
    """The document in this file. Its faults say what could not be read."""
    document = Document(path.name)
    if path.stat().st_size > MAXIMUM_BYTES:
        document.faults.append(
            document.fault((), "The file is larger than 10 MB.", "Split the model into editions.")
        )
        return document
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError as error:
        document.faults.append(
            document.fault((), f"Byte {error.start} is not UTF-8 text.", "Save the file as UTF-8.")
        )
        return document
    except yaml.YAMLError as error:
        document.faults.append(_unreadable(document.name, error))
        return document
    if node is not None:
        document.lines[()] = node.start_mark.line + 1
        document.data = _Reader(document).value(node, ())
    return document


def _unreadable(name: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return Fault(
        name,
        mark.line + 1 if mark else 1,
        "(the whole file)",
        f"This is not readable as YAML: {problem}.",
        "Look for a missing colon, quote or space in front of this line.",
    )


class _Reader:
    def __init__(self, document: Document):
        self.document = document
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path_) -> Any:
        if id(node) in self.seen:
            self.refuse(path, "An alias repeats another part of the file.", "Write it out.")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.at(child, (*path, index)) for index, child in enumerate(node.value)]
        return self.scalar(node, path)

    def at(self, node: yaml.Node, path: Path_) -> Any:
        self.document.lines[path] = node.start_mark.line + 1
        return self.value(node, path)

    def mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, child in node.value:
            here = (*path, str(name.value))
            if name.value in found:
                self.document.lines[here] = name.start_mark.line + 1
                self.refuse(here, f"“{name.value}” stands here twice.", "Keep one of them.")
                continue
            found[str(name.value)] = self.value(child, here)
            self.document.lines[here] = name.start_mark.line + 1
        return found

    def scalar(self, node: yaml.ScalarNode, path: Path_) -> Any:
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "null":
                return None
            case "bool":
                return node.value.lower() in ("true", "yes", "on")
            case "int" if node.value.lstrip("-").isdecimal():
                return int(node.value)
            case "str" | "int" | "float" | "timestamp":
                return node.value
            case tag:
                self.refuse(path, f"The tag “{tag}” is not used here.", "Write plain text.")
                return None

    def refuse(self, path: Path_, message: str, remedy: str) -> None:
        self.document.faults.append(self.document.fault(path, message, remedy))
