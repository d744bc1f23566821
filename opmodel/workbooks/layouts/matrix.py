"""Matrices that the registry wrote, known by the sheet beside them that says what stands where.
What was not changed changes nothing; a cell that was changed changes that one thing."""

from __future__ import annotations

from collections import Counter
from typing import Final

from opmodel.workbooks.matrices import following, stands
from opmodel.workbooks.matrices.adding import Adding
from opmodel.workbooks.matrices.edits import OF_A_CELL, Edits
from opmodel.workbooks.matrices.letters import Lettered
from opmodel.workbooks.matrices.lines import aligned
from opmodel.workbooks.matrices.stands import Shown, Whole
from opmodel.workbooks.reading import Book, Cell, Sheet
from opmodel.workbooks.words import Unreadable

from .around import Around, Layout


class _Matrix:
    """Reads one sheet."""

    def __init__(self, sheet: Sheet, around: Around, written: stands.Stands):
        self.sheet, self.around, self.findings = sheet, around, around.findings
        self.whole = Whole.of(written)
        self.edits = Edits(around, written.empty)
        self.adding = Adding(self.whole, self.edits)
        self.lettered = Lettered(self.edits)
        places = {
            (each.what, each.key, at) for at, some in self.whole.cells.items() for each in some
        }
        self.cells_of = Counter((what, key) for what, key, _ in places)

    def read(self) -> None:
        places = following.follow(self.whole, self.sheet, self.findings)
        if places is None:
            return
        above = {number for number in self.sheet.rows if number < places.heading}
        self.findings.pass_over(self.sheet, "Stands above the table: not read.", rows=above)
        for was, now in places.rows.items():
            for column, here in places.columns.items():
                if column != self.whole.corner:
                    self._cell((was, column), self.sheet.cells.get((now, here)), (now, here))
        self.findings.pass_over(
            self.sheet, "Stands beside or below the table: not read.", doubt=True
        )

    def _cell(self, was: tuple[int, int], cell: Cell | None, now: tuple[int, int]) -> None:
        row, column = was
        if (group := self.whole.groups.get(row)) and group.column == column:
            self._group(group, cell)
            return
        written = self.whole.cells.get(was, [])
        if cell is None:
            self._emptied(written, now)
            return
        if not self.findings.flawless(cell):
            return
        text = "\n".join(each.text for each in written)
        if cell.text == text or (not written and self.edits.is_nothing(cell.text)):
            self.findings.understood(cell, "As it is.")
            return
        try:
            if was in self.whole.covered:
                self._refuse_covered(was)
            elif written:
                self._edited(written, cell, row)
            else:
                self.adding.cell(self.whole.rows[row], self.whole.columns[column], cell)
        except Unreadable as error:
            self.findings.refused(cell, str(error), error.remedy)

    def _group(self, group: Shown, cell: Cell | None) -> None:
        if cell is None or not self.findings.flawless(cell):
            return
        if cell.text == group.text:
            self.findings.understood(cell, "The group of the row, as it was.")
        else:
            self.findings.refused(
                cell,
                f"This row stood under “{group.text}”, which is only shown here.",
                "Write that again, and change it in a list.",
            )

    def _emptied(self, written: list[Shown], now: tuple[int, int]) -> None:
        """An empty cell takes nothing out."""
        for key in dict.fromkeys(each.key for each in written if each.key):
            if key in self.around.base.by_key:
                at = self.sheet.at(*now)
                self.findings.stays.append((at, self.around.base.name(key)))

    def _refuse_covered(self, was: tuple[int, int]) -> None:
        first = self.whole.covered[was]
        said = self.whole.cells[first][0].address
        raise Unreadable(
            f"One entry stood over {said}, and this is inside it.",
            "Leave it merged; what differs between them goes into a list.",
        )

    # ---- What was edited ----

    def _edited(self, written: list[Shown], cell: Cell, row: int) -> None:
        if self.edits.is_nothing(cell.text):
            self._to_be_taken_out(written, cell, row)
            return
        if self.lettered.reads(written):
            self.lettered.cell(written, cell)
            return
        gone: dict[str, list[str]] = {}
        lines = aligned(written, cell.text)
        still = {each.key for each, text in lines if text is not None}
        for each, text in lines:
            if text is None:
                gone.setdefault(each.key, []).append(each.text)
            elif self.edits.is_nothing(text) and self._is_first(each, written):
                self._out(each, cell, row)
            elif cell.number is not None and len(written) == 1:
                self.edits.line(each, f"£{cell.number:f}", cell)
            elif text != each.text:
                self.edits.line(each, text, cell)
                self._elsewhere(each, cell)
        for key, texts in gone.items():
            name = "" if key in still else self.around.base.name(key)
            if name:
                self.findings.stays.append((cell.at, name))
            said = "; ".join(" ".join(each.split()) for each in texts)
            self.findings.doubted(
                cell,
                f"“{said[:120]}” does not stand here any more: it stays.",
                "Write “none” in its place to take it out.",
            )
        if not self.findings.is_marked(cell):
            self.findings.understood(cell, "As it is.")

    def _elsewhere(self, shown: Shown, cell: Cell) -> None:
        """An entry that stands in several cells changes in all of them."""
        number = self.cells_of[shown.what, shown.key]
        if number > 1:
            self.findings.doubted(
                cell, f"The entry stands in {number} cells, and changes in each.", "Check it."
            )

    def _is_first(self, shown: Shown, written: list[Shown]) -> bool:
        """Whether it is what an element of its cell begins with."""
        return next(each for each in written if each.key == shown.key) is shown

    def _to_be_taken_out(self, written: list[Shown], cell: Cell, row: int) -> None:
        first = {each.key: each for each in reversed(written) if each.key}
        if not first:
            self.edits.line(written[0], cell.text, cell)
        if len(written) == 1 and written[0].key == self.whole.rows[row].key:
            # A row of its own, and a cell for each of its fields.
            self.edits.line(written[0], cell.text, cell)
            return
        for each in first.values():
            self._out(each, cell, row)

    def _out(self, shown: Shown, cell: Cell, row: int) -> None:
        record = self.edits.record(shown.key)
        several = self.cells_of[shown.what, shown.key] > 1
        if shown.key == self.whole.rows[row].key or record.kind not in OF_A_CELL or several:
            why = " It stands in other cells, too." if several else ""
            raise Unreadable(
                f"“{self.around.base.name(shown.key)[:80]}” cannot be taken out here.{why}",
                "Take it out in a list, or on its page.",
            )
        self.edits.take_out(record, cell)


def is_written(sheet: Sheet, book: Book) -> bool:
    """Whether a sheet beside this one says what stands where in it."""
    return not stands.is_about(sheet) and stands.sheet_about(sheet, book) is not None


def _read(sheet: Sheet, around: Around) -> None:
    about = stands.sheet_about(sheet, around.findings.book)
    if about is None:
        return
    written = stands.read(about)
    if isinstance(written, stands.Changed):
        around.findings.refused_at(about.at(), written.says, written.remedy)
        around.findings.pass_over(sheet, "Waits until it is clear what each cell shows.")
        return
    _Matrix(sheet, around, written).read()


def _pass(sheet: Sheet, around: Around) -> None:
    around.findings.pass_over(sheet, "Says what each cell of the matrix shows.")


# ---- As CSV ----

_CORNERS: Final = frozenset(
    ["Decision", "Function", "Function or decision", "Collaborative", "Local authority"]
)
_NOTHING: Final = frozenset(
    [
        "none",
        "nobody is named",
        "not placed here",
        "not named",
        "not recorded",
        "see its parts",
        "–",
        "nothing of its own",
        "see its decisions",
        "may not be delegated",
        "members not recorded",
    ]
)
_DETAILS: Final = frozenset(["Clause", "Legal basis"])
"""What tables have besides, and leave empty."""


def _is_csv(sheet: Sheet) -> bool:
    """Whether it reads as the registry writes a matrix as CSV: no cell is left empty."""
    heading = sheet.rows.get(1, {})
    corner = next((at for at, cell in heading.items() if cell.text in _CORNERS), 0)
    if sheet.name or not corner:
        return False
    columns = [at for at, cell in heading.items() if at > corner and cell.text not in _DETAILS]
    rows = [row for number, row in sheet.rows.items() if number > 1 and len(row) > 1]
    return (
        bool(rows and columns)
        and all(at in row for row in rows for at in (corner, *columns))
        and any(row[at].text in _NOTHING for row in rows for at in columns)
    )


def _refuse_csv(sheet: Sheet, around: Around) -> None:
    around.findings.refused_at(
        sheet.at(),
        "This is a matrix of the registry as CSV, which does not say what each cell shows.",
        "Download it as XLSX, and make the changes in that.",
    )
    around.findings.pass_over(sheet, "Not read: the file is for reading only.", doubt=True)


LAYOUT: Final = Layout("A matrix that the registry wrote", lambda _: False, _read)
CSV: Final = Layout("A matrix that the registry wrote as CSV", _is_csv, _refuse_csv)
ABOUT: Final = Layout(stands.TITLE, stands.is_about, _pass)
