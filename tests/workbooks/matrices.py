"""Matrices as pages offer them: written as a workbook, one cell edited, read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from opmodel.editions.models import Edition
from opmodel.editions.selectors.elements import counts_by_kind
from opmodel.publishing.asking import as_of_today
from opmodel.publishing.exports.lists import table_of_matrix
from opmodel.publishing.exports.tables import as_csv, as_xlsx
from opmodel.publishing.matrices.registry import matrices_in, matrix_named
from opmodel.workbooks.base import Base
from opmodel.workbooks.matrices import stands
from opmodel.workbooks.matrices.stands import Shown, Whole
from opmodel.workbooks.preview import Preview, preview_of
from opmodel.workbooks.reading import At, Book, Cell, Sheet, open_book


def names_in(edition: Edition) -> list[str]:
    """The matrices that an edition has."""
    return [each.name for each in matrices_in(edition, counts_by_kind(edition=edition))]


def exported(edition: Edition, name: str, form: str = "xlsx", **given: str) -> bytes:
    """A matrix as somebody downloads it, narrowed and arranged as asked."""
    shown = matrix_named(edition, name).read(edition, as_of_today(), given)
    assert shown.matrix is not None
    table = table_of_matrix(shown.matrix, edition, "in-force")
    return as_xlsx(table) if form == "xlsx" else as_csv(table)


@dataclass(frozen=True)
class Written:
    """A matrix that was written, against the edition it is of."""

    book: Book
    base: Base

    @classmethod
    def of(cls, edition: Edition, name: str, **given: str) -> Written:
        return cls(open_book(f"{name}.xlsx", exported(edition, name, **given)), Base.of(edition))

    @property
    def sheet(self) -> Sheet:
        return self.book.sheets[0]

    @cached_property
    def stands(self) -> stands.Stands:
        found = stands.read(self.book.sheets[1])
        assert isinstance(found, stands.Stands)
        return found

    @cached_property
    def whole(self) -> Whole:
        return Whole.of(self.stands)

    def shown(self, what: str = "") -> list[Shown]:
        """What stands in cells and can be edited; of one sort, where that is given."""
        return [
            each
            for some in self.whole.cells.values()
            for each in some
            if each.what and each.key and what in ("", each.what)
        ]

    def column(self, title: str) -> int:
        return next(at for at, each in self.whole.columns.items() if each.text == title)

    def row(self, title: str) -> int:
        return next(at for at, each in self.whole.rows.items() if title in each.text)

    def empty(self) -> Iterator[tuple[int, int]]:
        """The cells in which nothing stands, and something may be typed."""
        for row in self.whole.rows:
            for column, head in self.whole.columns.items():
                at = row, column
                free = at not in self.whole.cells and at not in self.whole.covered
                if head.key and column != self.whole.corner and free:
                    yield at

    def read(self, cells: dict[tuple[int, int], Any] | None = None) -> Preview:
        """The preview with some cells of the matrix typed anew; None empties one."""
        held = dict(self.sheet.cells)
        for at, text in (cells or {}).items():
            held.pop(at, None)
            if text is not None:
                number = None if isinstance(text, str) else text
                held[at] = Cell(At(self.sheet.name, *at), str(text), number, raw=str(text))
        return self._with(Sheet(self.sheet.name, held, self.sheet.merged))

    def arranged(self, rows: dict[int, int], columns: dict[int, int]) -> Preview:
        """The preview with rows and columns moved, each to another number."""
        held = {}
        for (row, column), cell in self.sheet.cells.items():
            at = rows.get(row, row), columns.get(column, column)
            if 0 not in at:
                held[at] = replace(cell, at=At(self.sheet.name, *at))
        return self._with(Sheet(self.sheet.name, held))

    def _with(self, sheet: Sheet) -> Preview:
        return preview_of(Book(self.book.name, [sheet, *self.book.sheets[1:]]), self.base, {})

    def typed(self, shown: Shown, value: str) -> dict[tuple[int, int], Any]:
        """A cell with what one of its entries shows typed anew."""
        at = shown.row, shown.column
        lines = [
            each.text.replace(each.value or each.text, value, 1) if each is shown else each.text
            for each in self.whole.cells[at]
        ]
        return {at: "\n".join(lines)}


def changed(seen: Preview) -> dict[tuple[str, str], Any]:
    """Every field that would change, by the key of its element and its name."""
    return {
        (change.record.key, field.name): field.after
        for change in seen.changes
        for field in change.fields
    }
