"""A table as CSV and as XLSX: the same cells, the same bytes for the same table.

Text is never a formula. In CSV a cell that a spreadsheet would run gets an apostrophe in front; in
XLSX every cell is written as text or as a number outright.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from opmodel.workbooks.matrices.stands import HOW, Stands
from opmodel.workbooks.matrices.writing import write_stands
from opmodel.workbooks.writing import sheet_title

RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_767
WIDEST_COLUMN = 60
MADE = datetime(2000, 1, 1)  # noqa: DTZ001  (workbooks know no time zones)
"""The date inside every workbook: the day of making would make each copy differ."""


SAMPLE = "Sample data: invented, to show how the registry works. Nothing in it is real."
"""What every table of an organisation that does not exist has among the lines about it."""


Cell = str | int | Decimal


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text and numbers under headers, with a title and lines saying what it shows.

    A table of sample data has SAMPLE among its lines about itself: then it says so in every form.
    *merged* lists cells that span columns, as (row, first column, last column), from 0;
    *merged_down* cells that span rows, as (column, first row, last row). No cell does both.
    *stands* says of a matrix what its cells show, by row and column from 0, headers in row -1: then
    its workbook can be changed and read back.
    """

    title: str
    about: tuple[str, ...]
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[int, int, int], ...] = field(default=())
    merged_down: tuple[tuple[int, int, int], ...] = field(default=())
    stands: Stands | None = None

    @property
    def is_sample(self) -> bool:
        return SAMPLE in self.about


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read accents and pound signs.

    Headers come first, for programs; that it is sample data stands in a last row of its own.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_safe(header) for header in table.headers)
    for row in table.rows:
        writer.writerow(_safe(cell) for cell in row)
    if table.is_sample:
        writer.writerow([SAMPLE])
    return ("\ufeff" + out.getvalue()).encode()


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(RUNS_AS_FORMULA):
        return f"'{cell}"
    return cell


def as_xlsx(table: Table) -> bytes:
    """One sheet: a heading, what it shows, and the table with headers that stay in view; for a
    matrix that can be changed and read back another, which says what stands where."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    properties = {"title": table.title, "author": "Operating-model registry", "created": MADE}
    if table.is_sample:
        properties["comments"] = SAMPLE
    book.set_properties(properties)
    sheet = book.add_worksheet(sheet_title(table.title))
    heading = book.add_format({"bold": True, "font_size": 16})
    header = book.add_format(
        {
            "bold": True,
            "bg_color": "#005EB8",
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "valign": "top",
        }
    )
    body = book.add_format(
        {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D8DDE0"}
    )
    warning = book.add_format({"bold": True, "font_color": "#B10E1E"})
    sheet.write_string(0, 0, table.title, heading)
    about = (*table.about, *([HOW] if table.stands else []))
    for index, line in enumerate(about, start=1):
        sheet.write_string(index, 0, line, warning if line == SAMPLE else None)
    first = len(about) + 2
    for column, text in enumerate(table.headers):
        sheet.write_string(first, column, text, header)
        sheet.set_column(column, column, _width(table, column))
    merged = _merged(table)
    covered = {
        (row, column)
        for (top, left), (bottom, right) in merged.items()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    for index, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            at = first + 1 + index
            if (index, column) in covered:
                continue
            if (index, column) in merged:
                bottom, right = merged[index, column]
                text = str(cell)[:LONGEST_CELL]
                sheet.merge_range(at, column, first + 1 + bottom, right, text, body)
            elif isinstance(cell, int | Decimal):
                sheet.write_number(at, column, cell, body)
            else:
                sheet.write_string(at, column, cell[:LONGEST_CELL], body)
    sheet.freeze_panes(first + 1, 1)
    if table.rows:
        sheet.autofilter(first, 0, first + len(table.rows), len(table.headers) - 1)
    sheet.repeat_rows(first)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if table.is_sample:
        sheet.set_footer("&CSample data&RPage &P of &N")
    if table.stands:
        write_stands(book, _moved(table.stands, sheet.get_name(), first + 2))
    book.close()
    return out.getvalue()


def _moved(stands: Stands, sheet: str, down: int) -> Stands:
    """What stands where, by the rows and columns of the sheet, which count from 1."""
    shown = tuple(
        replace(
            each,
            row=each.row + down,
            column=each.column + 1,
            until=(each.until[0] + down, each.until[1] + 1) if each.until else None,
        )
        for each in stands.shown
    )
    return replace(stands, sheet=sheet, shown=shown)


def _merged(table: Table) -> dict[tuple[int, int], tuple[int, int]]:
    """The last row and column of each merged cell, by its first."""
    across = {(row, start): (row, end) for row, start, end in table.merged}
    down = {(start, column): (end, column) for column, start, end in table.merged_down}
    return across | down


def _width(table: Table, column: int) -> int:
    longest = max(
        (len(line) for row in table.rows for line in str(row[column]).split("\n")), default=0
    )
    return min(max(longest, len(table.headers[column])) + 3, WIDEST_COLUMN)
