"""What is wrong with a workbook, said so that whoever typed it can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .cells import At


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where (nowhere in particular: the file), what, and what would be
    right."""

    at: At | None
    message: str
    remedy: str = ""

    @property
    def place(self) -> tuple[str, int, int]:
        """For putting faults in the order of the file."""
        return (self.at.sheet, self.at.row, self.at.column) if self.at else ("", 0, 0)

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        return f"{where}{self.message} {self.remedy}".strip()


class WorkbookRefused(Exception):
    """A workbook that cannot be taken in. Nothing of it was written."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
