"""XML read as it comes, without building a tree, and without what a workbook has no need of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from xml.parsers import expat

from .packing import Damaged

Start = Callable[[str, dict[str, str]], Any]


def parse(
    pieces: Iterable[bytes],
    *,
    start: Start,
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Calls *start* and *end* with the names of elements, without their namespace.

    A document type is refused outright: with it come entities, and with them bombs and files of
    this machine.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_: Any) -> None:
        raise Damaged("a document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition("}")[2], attributes)
    if end is not None:
        ended = end
        parser.EndElementHandler = lambda name: ended(name.rpartition("}")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Damaged(str(error)) from error


def attribute(attributes: dict[str, str], name: str) -> str:
    """An attribute by its name without namespace."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.endswith(f"}}{name}")), "")
