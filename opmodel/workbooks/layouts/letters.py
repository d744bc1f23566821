"""What the letters of a sheet mean: known ones, those the sheet explains, and those to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from governance.models import Delegation
from opmodel.workbooks.base import folded
from opmodel.workbooks.choices import LEAVE
from opmodel.workbooks.findings import Option, Wanted
from opmodel.workbooks.reading import Cell, Sheet
from opmodel.workbooks.words import SURE_LETTERS, Said, part_said

from .around import Around
from .heading import Heading

Part = Delegation.Part

_LEGEND: Final = re.compile(r"(?<![A-Za-z])([A-Za-z✓✔√])\s*[=:–-]\s*([A-Za-z][A-Za-z /]{2,40})")
_RANK: Final = ("approves", "recommends", "signs", "consulted", "told")
_LETTER_PARTS: Final = {
    "approves": ("approves", ""),
    "reserved": ("approves", "reserved"),
    "recommends": ("recommends", "advisory"),
    "consulted": ("consulted", "advisory"),
    "signs": ("signs", ""),
    "told": ("told", "advisory"),
}
_LETTER_OPTIONS: Final = (
    ("recommends", "Recommends"),
    ("reserved", "Reserved"),
    ("approves", "Approves"),
    ("signs", "Signs"),
    ("consulted", "Is consulted"),
    ("told", "Is told"),
    (LEAVE, "Does the work, or supports it: no part in the decision"),
)


def _advisory(part: str) -> str:
    return "advisory" if part in (Part.CONSULTED, Part.TOLD, Part.RECOMMENDS) else ""


class Letters:
    """The letters of one sheet. `meant` is what it says of them itself: a part and a type each."""

    def __init__(self, sheet: Sheet, heading: Heading, around: Around):
        self.sheet, self.heading, self.around = sheet, heading, around
        self.findings = around.findings
        self.meant = dict(self._legend())

    def said(self, cell: Cell, letters: tuple[str, ...]) -> Said | None:
        parts: list[tuple[str, str]] = []
        for letter in letters:
            part = self.meant.get(letter) or self._chosen(cell, letter)
            if part is None:
                return None
            if part[0]:
                parts.append(part)
        if not parts:
            return Said()
        parts.sort(key=lambda each: _RANK.index(each[0]))
        first, *others = parts
        why = "Of several letters the weightiest is taken." if others else ""
        return Said(first[0], first[1], sure=not others, why=why)

    def _chosen(self, cell: Cell, letter: str) -> tuple[str, str] | None:
        name = f"letter:{letter}"
        chosen = self.around.choices.get(name, "")
        if chosen == LEAVE:
            return "", ""
        if chosen in _LETTER_PARTS:
            return _LETTER_PARTS[chosen]
        if letter in SURE_LETTERS:
            return SURE_LETTERS[letter], _advisory(SURE_LETTERS[letter])
        options = tuple(Option(value, label) for value, label in _LETTER_OPTIONS)
        self.findings.want(
            Wanted(
                name,
                cell.at,
                f"What does the letter {letter.upper()} mean in this workbook?",
                options,
            )
        )
        self.findings.refused(
            cell,
            f"The letter {letter.upper()} means one thing in one scheme and another in the next.",
            "Choose what it means here.",
        )
        return None

    def _legend(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """What the sheet itself says its letters and signs mean."""
        for number, row in self.sheet.rows.items():
            if self.heading.first <= number <= self.heading.last:
                continue
            for cell in row.values():
                for found in _LEGEND.finditer(cell.text):
                    meant = part_said(found[2])
                    if meant and not meant[2]:
                        self.findings.understood(cell, "Says what the letters mean.")
                        yield found[1].casefold(), (meant[0], meant[1])
                    elif folded(found[2]).startswith("responsible"):
                        self.findings.understood(cell, "Says what the letters mean.")
                        yield found[1].casefold(), ("", "")
