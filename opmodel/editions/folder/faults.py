"""What is wrong with a folder, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong: where (file, line counted from 1, path inside the file), what, and
    what would be right."""

    file: str
    line: int
    path: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.path}: {self.message} {self.remedy}".strip()


class FolderRefused(Exception):
    """A folder cannot be imported. Nothing of it was written."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = sorted(set(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def closest(word: str, words: Iterable[str]) -> str:
    """A hint at the word that was probably meant; empty when none is near."""
    near = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f"Did you mean “{near[0]}”?" if near else ""
