"""What lineage says, in words."""

from __future__ import annotations

from typing import Final

from opmodel.editions.models import LineageKind

ONWARD: Final = {
    LineageKind.SAME: "Went on as",
    LineageKind.RENAMED: "Was renamed",
    LineageKind.SPLIT: "Was split into",
    LineageKind.MERGED: "Was merged into",
    LineageKind.MOVED: "Moved to another body as",
    LineageKind.REPLACED: "Gave way to",
    LineageKind.DIFFERENT: "Is not the same as",
}
BACK: Final = {
    LineageKind.SAME: "Was before",
    LineageKind.RENAMED: "Was called",
    LineageKind.SPLIT: "Was split off from",
    LineageKind.MERGED: "Was merged from",
    LineageKind.MOVED: "Moved here from another body, where it was",
    LineageKind.REPLACED: "Took the place of",
    LineageKind.DIFFERENT: "Is not the same as",
}


def happened(kind: str, *, onward: bool) -> str:
    """The words before what an element became (*onward*) or came from."""
    return (ONWARD if onward else BACK)[LineageKind(kind)]


def on_whose_word(source: str) -> str:
    """Who says so: a document, or the registry itself."""
    return f"Source: {source}" if source else "Our reading"
