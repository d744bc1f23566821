"""One sheet, cell by cell as the parser comes to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NoReturn

from . import bounds
from .cells import Area, At, Cell, Sheet
from .faults import Fault, WorkbookRefused
from .values import (
    ERROR,
    ERROR_REMEDY,
    FORMULA,
    FORMULA_REMEDY,
    day_text,
    folded_lines,
    is_date_format,
    number_of,
    number_text,
    seen,
)

_ADDRESS: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_GENERAL: Final = {9: "0%", 10: "0.00%", 1: "0", 2: "0.00"}


@dataclass(frozen=True)
class Styles:
    """Number formats: their codes by number, and the number that each style has."""

    codes: dict[int, str]
    used: list[int]

    def of(self, style: str) -> tuple[int, str]:
        at = int(style or "0")
        number = self.used[at] if at < len(self.used) else 0
        return number, self.codes.get(number, _GENERAL.get(number, ""))


class SheetReader:
    """Takes what the parser says of a sheet; `sheet()` is what came of it."""

    def __init__(
        self, name: str, texts: list[str], styles: Styles, *, from_1904: bool, cells_left: int
    ):
        self._name = name
        self._texts = texts
        self._styles = styles
        self._from_1904 = from_1904
        self._left = cells_left
        self._cells: dict[tuple[int, int], Cell] = {}
        self._merged: list[Area] = []
        self._hidden: set[int] = set()
        self._row = self._column = self._last_held = self._held_rows = 0
        self._type = self._style = ""
        self._formula = False
        self._parts: list[str] = []
        self._within: list[str] = []
        self._characters = self._covered = 0

    def sheet(self) -> Sheet:
        return Sheet(
            self._name, self._cells, tuple(self._merged), hidden_rows=frozenset(self._hidden)
        )

    # ---- What the parser calls ----

    def start(self, element: str, attributes: dict[str, str]) -> None:
        self._within.append(element)
        if element == "c":
            self._begin_cell(attributes)
        elif element == "row":
            self._begin_row(attributes)
        elif element == "f":
            self._formula = True
        elif element == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def text(self, piece: str) -> None:
        inside = self._within[-1] if self._within else ""
        if inside == "v" or (inside == "t" and "rPh" not in self._within):
            self._parts.append(piece)

    def end(self, element: str) -> None:
        self._within.pop()
        if element == "c":
            self._end_cell()

    # ---- Rows and cells ----

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            self._hidden.add(self._row)
        if self._row - self._last_held - 1 > bounds.BLANK_ROWS:
            below = f"row {self._last_held}" if self._last_held else "the top"
            self._refuse(
                At(self._name, self._last_held + 1),
                f"More than {bounds.BLANK_ROWS:,} empty rows follow below {below}.",
                "Delete them (choose the rows, then delete them, not only what they hold) and save "
                "the workbook again.",
            )

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        found = _ADDRESS.fullmatch(attributes.get("r", ""))
        if found:
            self._column = _number(found[1])
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._formula = False
        self._parts = []

    def _end_cell(self) -> None:
        raw = "".join(self._parts)
        if not raw and not self._formula:
            return
        cell = self._cell(At(self._name, self._row, self._column), raw)
        if cell is None:
            return
        if self._row != self._last_held:
            self._held_rows += 1
        self._last_held = self._row
        self._cells[self._row, self._column] = cell
        self._characters += len(cell.text)
        self._check_bounds(cell)

    def _cell(self, at: At, raw: str) -> Cell | None:
        if self._type == "s":
            number = int(raw or "-1")
            raw = self._texts[number] if 0 <= number < len(self._texts) else ""
        if self._formula:
            return Cell(at, folded_lines(raw), flaw=FORMULA, remedy=FORMULA_REMEDY)
        match self._type:
            case "e":
                return Cell(at, raw, flaw=f"{ERROR[:-1]}: {raw}.", remedy=ERROR_REMEDY)
            case "b":
                return Cell(at, "Yes" if raw == "1" else "No")
            case "n":
                return self._numeric(at, raw)
            case "d":
                return Cell(at, raw[:10], is_date=True)
        text = folded_lines(raw)
        if len(text) > bounds.CHARACTERS:
            return Cell(
                at, f"{text[:60]}…", flaw="The cell holds too much text.", remedy="Shorten it."
            )
        return Cell(at, text, raw=seen(raw), unseen=seen(raw) != raw) if text else None

    def _numeric(self, at: At, raw: str) -> Cell | None:
        value = number_of(raw)
        if value is None:
            text = folded_lines(raw)
            return Cell(at, text[:80], flaw="This is no number.", remedy=ERROR_REMEDY)
        number, code = self._styles.of(self._style)
        if is_date_format(number, code):
            return Cell(at, day_text(value, from_1904=self._from_1904), is_date=True)
        text = number_text(value, code)
        return Cell(at, text, None if text.endswith("%") else value)

    def _merge(self, area: str) -> None:
        first, _, last = area.partition(":")
        begins, ends = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last or first)
        if begins is None or ends is None:
            return
        found = (int(begins[2]), _number(begins[1]), int(ends[2]), _number(ends[1]))
        self._merged.append(found)
        self._covered += (found[2] - found[0] + 1) * (found[3] - found[1] + 1)
        if len(self._merged) > bounds.MERGED or self._covered > bounds.COVERED:
            self._refuse(
                At(self._name, found[0], found[1]),
                "More cells are merged than can be read.",
                "Take the merging off (Home, Merge & Centre) and save the workbook again.",
            )

    def _check_bounds(self, cell: Cell) -> None:
        self._left -= 1
        if self._left < 0:
            self._refuse(
                cell.at,
                f"The workbook has more than {bounds.CELLS:,} cells.",
                "Send it in parts.",
            )
        if cell.at.column > bounds.COLUMNS:
            self._refuse(
                cell.at,
                f"Something stands beyond column {bounds.COLUMNS}.",
                "Delete it, or move it nearer.",
            )
        if self._held_rows > bounds.ROWS:
            self._refuse(
                cell.at,
                f"The sheet has more than {bounds.ROWS:,} rows.",
                "Send it in parts.",
            )
        if self._characters > bounds.TEXTS:
            self._refuse(cell.at, "The sheet holds more text than is read.", "Send it in parts.")

    def _refuse(self, at: At, message: str, remedy: str) -> NoReturn:
        raise WorkbookRefused([Fault(at, message, remedy)])


def _number(name: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
