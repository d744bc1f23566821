"""CSV as spreadsheets write it: with commas, semicolons, tabs or bars, in several encodings."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from decimal import Decimal
from typing import Final, NoReturn

from . import bounds
from .cells import At, Book, Cell, Sheet
from .faults import Fault, WorkbookRefused
from .values import FORMULA, FORMULA_REMEDY, folded_lines, seen

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_NUMBER: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,10})?")
_RUNS: Final = ("=", "+", "-", "@")


def read_delimited(name: str, data: bytes) -> Book:
    """A CSV file as a workbook of one sheet without a name. Raises WorkbookRefused."""
    text, notes = _decoded(data)
    if not text.strip():
        _refuse(None, "Nothing stands in the file.", "Send the file again.")
    separator = _separator(text)
    if separator != ",":
        notes = (*notes, f"Read with {_SEPARATORS[separator]} between the cells.")
    sheet = Sheet("")
    characters = 0
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        blank = 0
        for row, values in enumerate(lines, start=1):
            found = [_cell(row, column, value) for column, value in enumerate(values, start=1)]
            held = [cell for cell in found if cell]
            blank = 0 if held else blank + 1
            if blank > bounds.BLANK_ROWS:
                _refuse(
                    At("", row),
                    f"More than {bounds.BLANK_ROWS:,} empty rows stand above this one.",
                    "Delete them and send the file again.",
                )
            sheet.cells.update({(cell.at.row, cell.at.column): cell for cell in held})
            characters += sum(len(cell.text) for cell in held)
            _within(sheet, row, len(values), characters)
    except csv.Error:
        _refuse(
            At("", lines.line_num),
            "From here on the quotation marks do not come in pairs.",
            "Open the file in a spreadsheet program and save it as CSV again.",
        )
    return Book(name, [sheet], notes)


def _cell(row: int, column: int, value: str) -> Cell | None:
    text = folded_lines(value)
    if not text:
        return None
    at = At("", row, column)
    if len(text) > bounds.CHARACTERS:
        return Cell(
            at,
            f"{text[:60]}…",
            flaw=f"The cell has {len(text):,} characters; at most {bounds.CHARACTERS:,} are read.",
            remedy="Shorten it.",
        )
    if text.startswith("="):
        return Cell(at, text, flaw=FORMULA, remedy=FORMULA_REMEDY)
    if text.startswith("'") and text[1:2] in _RUNS:
        # So it is written where a spreadsheet would otherwise run it.
        return Cell(at, text[1:], raw=seen(value)[1:], unseen=seen(value) != value)
    number = Decimal(text) if _NUMBER.fullmatch(text) else None
    return Cell(at, text, number, raw=seen(value), unseen=seen(value) != value)


def _within(sheet: Sheet, row: int, columns: int, characters: int) -> None:
    if columns > bounds.COLUMNS:
        _refuse(
            At("", row),
            f"The row has {columns:,} cells; at most {bounds.COLUMNS} are read.",
            "Check what separates the cells, and send the file again.",
        )
    if row > bounds.ROWS + bounds.BLANK_ROWS or characters > bounds.TEXTS:
        _refuse(At("", row), "The file is longer than what is read.", "Send it in parts.")
    if len(sheet.cells) > bounds.CELLS:
        _refuse(At("", row), f"The file has more than {bounds.CELLS:,} cells.", "Send it in parts.")


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return _without_nothing(data.decode(encoding)), ()
            except UnicodeDecodeError:
                _refuse(
                    None,
                    "The file says it is Unicode and is not.",
                    "Save it as CSV UTF-8 and send that.",
                )
    try:
        return _without_nothing(data.decode("utf-8")), ()
    except UnicodeDecodeError:
        pass
    try:
        text = _without_nothing(data.decode("cp1252"))
    except UnicodeDecodeError:
        _refuse(
            None,
            "The letters of the file cannot be read.",
            "Save it as CSV UTF-8 and send that.",
        )
    return text, ("Read with the letters of older Windows: check names with accents and pounds.",)


def _without_nothing(text: str) -> str:
    odd = next((each for each in text if ord(each) < 32 and each not in "\t\r\n\f\v"), "")
    if odd:
        line = text.count("\n", 0, text.index(odd)) + 1
        _refuse(
            At("", line),
            "A character stands here that no text has: this may not be a CSV file.",
            "Save it as CSV UTF-8 or as an Excel workbook and send that.",
        )
    return text


def _separator(text: str) -> str:
    """What stands between cells: what most of the first lines have equally often."""
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    found: dict[str, tuple[int, int]] = {}
    for each in _SEPARATORS:
        counts = Counter(_outside_quotes(line).count(each) for line in lines)
        counts.pop(0, None)
        often, of_lines = max(
            ((n, c) for n, c in counts.items()), key=lambda x: x[::-1], default=(0, 0)
        )
        found[each] = (of_lines, often)
    best = max(found, key=lambda each: found[each])
    return best if found[best][0] else ","


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _refuse(at: At | None, message: str, remedy: str) -> NoReturn:
    raise WorkbookRefused([Fault(at, message, remedy)])
