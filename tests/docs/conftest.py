"""The documents that people read, and what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "opmodel").rglob("*.md")),
]


def name_of(path: Path) -> str:
    """A document as a person names it."""
    return str(path.relative_to(ROOT))


def links_of(document: Path) -> Iterator[str]:
    """Where the links and pictures of a document lead."""
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def anchors_of(document: Path) -> set[str]:
    """The anchors that its headings have."""
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
