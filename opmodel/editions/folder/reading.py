"""Reads YAML into plain data that still knows its lines.

Only what data needs is read: mappings, lists, text, whole numbers, true and false, nothing. Dates
and decimals stay text. Aliases, tags and repeated keys are refused: what a person reads in the file
must be all there is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .faults import Fault

Path_ = tuple[str | int, ...]
MAXIMUM_BYTES = 10_000_000
DEEPEST = 50
"""Lists and mappings inside each other. People write seven or so."""

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STANDARD = "tag:yaml.org,2002:"
# Other ways to write a number, such as 017 and 1_000, would be read as another one: they stay text.
_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,15})")


@dataclass
class Document:
    """One file: its data, and for each path into the data the line it starts on.

    `faults` say what could not be read of it; `unread` is true where that is everything. `faulty`
    are the paths of values that are wrong in themselves, of which nothing more need be said.
    """

    name: str
    data: Any = None
    unread: bool = False
    lines: dict[Path_, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[Path_] = field(default_factory=set)

    def line(self, path: Path_) -> int:
        """The line of a path, or of the nearest thing around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)

    def give_up(self, message: str, remedy: str, line: int = 1) -> Document:
        """Notes why nothing of it can be read."""
        self.data, self.unread = None, True
        self.faults = [Fault(self.name, line, written(()), message, remedy)]
        return self

    def take_out_faulty(self) -> None:
        """Removes the values that are wrong; what stands beside them keeps its path."""
        # The deepest first: what stands inside something wrong goes before it.
        for path in sorted(self.faulty, key=len, reverse=True):
            if not path:
                self.data = None
                continue
            around = self.data
            for step in path[:-1]:
                around = around[step]
            if isinstance(around, list):
                around[int(path[-1])] = None
            else:
                around.pop(path[-1], None)

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
    if not path.is_file():
        return document.give_up("This is not a file.", "Move it elsewhere.")
    if path.stat().st_size > MAXIMUM_BYTES:
        return document.give_up(
            "The file is larger than 10 MB.",
            "Split the model into editions, or shorten what this line holds.",
            _line_reached(path),
        )
    try:
        text = path.read_text(encoding="utf-8")
        _Reader(document, text).read()
    except UnicodeDecodeError as error:
        return document.give_up(
            f"Byte {error.start} is not UTF-8 text.",
            "Save the file as UTF-8.",
            error.object.count(b"\n", 0, error.start) + 1,
        )
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        return document.give_up(
            f"This is not readable as YAML: {problem}.",
            "Look for a missing colon, quote or space in front of this line.",
            _line_of(error, text),
        )
    return document


def _line_reached(path: Path) -> int:
    """The line on which a file passes the most that is read of one; no more than that is read."""
    with path.open("rb") as stream:
        return stream.read(MAXIMUM_BYTES).count(b"\n") + 1


def _line_of(error: yaml.YAMLError, text: str) -> int:
    """The line that the parser stumbled over."""
    if mark := getattr(error, "problem_mark", None):
        return int(mark.line) + 1
    # A character that YAML does not allow has only its place among the bytes.
    return text.encode().count(b"\n", 0, getattr(error, "position", 0)) + 1


class _Reader:
    """Takes the parser's events one by one: nothing is repeated by alias, nor nested too deep."""

    def __init__(self, document: Document, text: str):
        self.document = document
        self.loader = _Loader(text)

    def read(self) -> None:
        self.next()  # the stream's start
        if self.loader.check_event(yaml.StreamEndEvent):
            return
        self.next()  # the document's start
        self.document.data = self.at((), self.next())
        self.next()  # the document's end
        if not self.loader.check_event(yaml.StreamEndEvent):
            line = self.next().start_mark.line + 1
            self.refuse((), line, "A second document begins here.", "Keep one in each file.")

    def next(self) -> Any:
        return self.loader.get_event()

    def at(self, path: Path_, event: Any, line: int = 0) -> Any:
        """The value that begins with this event, at *path*, on *line* if its name stands there."""
        line = line or event.start_mark.line + 1
        self.document.lines[path] = line
        match event:
            case yaml.AliasEvent():
                self.refuse_value(
                    path, line, "An alias repeats another part of the file.", "Write it out."
                )
            case yaml.ScalarEvent():
                return self.scalar(path, line, event)
            case yaml.MappingStartEvent():
                self.open(path, line, event, "map")
                return self.mapping(path)
            case yaml.SequenceStartEvent():
                self.open(path, line, event, "seq")
                return self.sequence(path)
        return None

    def open(self, path: Path_, line: int, event: Any, usual: str) -> None:
        if len(path) >= DEEPEST:
            raise yaml.MarkedYAMLError(problem="it goes too deep", problem_mark=event.start_mark)
        if event.tag not in (None, "!", f"{_STANDARD}{usual}"):
            self.refuse_tag(path, line, event.tag)

    def sequence(self, path: Path_) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            found.append(self.at((*path, len(found)), event))
        return found

    def mapping(self, path: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(name := self.next(), yaml.MappingEndEvent):
            line = name.start_mark.line + 1
            if not isinstance(name, yaml.ScalarEvent) or name.tag:
                self.refuse(path, line, "A name before a colon is not plain text.", "Mend it.")
                self.skip(name)
                self.skip(self.next())
                continue
            here = (*path, str(name.value))
            if name.value in found:
                self.refuse(here, line, f"“{name.value}” stands here twice.", "Keep one of them.")
            found[str(name.value)] = self.at(here, self.next(), line)
        return found

    def skip(self, event: Any) -> None:
        """Passes over the value that begins with this event."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if not depth:
                return
            event = self.next()

    def scalar(self, path: Path_, line: int, event: Any) -> Any:
        text = str(event.value)
        tag = event.tag
        if tag in (None, "!"):
            tag = self.loader.resolve(yaml.ScalarNode, text, event.implicit)
        match str(tag).removeprefix(_STANDARD):
            case "null":
                return None
            case "bool":
                return text.lower() in ("true", "yes", "on")
            case "int" if _WHOLE_NUMBER.fullmatch(text):
                return int(text)
            case "str" | "int" | "float" | "timestamp":
                if "\0" in text:
                    self.refuse_value(path, line, "This holds a null character.", "Take it out.")
                return text
        self.refuse_tag(path, line, tag)
        return None

    def refuse_tag(self, path: Path_, line: int, tag: str) -> None:
        name = tag.removeprefix(_STANDARD)
        self.refuse_value(path, line, f"The tag “{name}” is not used here.", "Write it plainly.")

    def refuse_value(self, path: Path_, line: int, message: str, remedy: str) -> None:
        self.document.faulty.add(path)
        self.refuse(path, line, message, remedy)

    def refuse(self, path: Path_, line: int, message: str, remedy: str) -> None:
        self.document.faults.append(Fault(self.document.name, line, written(path), message, remedy))
