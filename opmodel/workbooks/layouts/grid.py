"""Schemes as a matrix and limits as a grid: a row for each decision, a column for each holder."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from governance.models import Delegation
from opmodel.workbooks.base import folded
from opmodel.workbooks.naming import Named
from opmodel.workbooks.reading import Cell, Sheet
from opmodel.workbooks.words import (
    Reach,
    Said,
    Unreadable,
    has_amount,
    is_nothing,
    is_tick,
    letters_of,
    reaches,
    said,
)

from .around import Around, Layout
from .columns import OTHER, SAYS, grid_heading, is_limits, is_scheme
from .heading import mark_headings
from .letters import Letters

Part = Delegation.Part

_NUMBERED: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3}){1,3})\.?\s+(\S.*)", re.DOTALL)
_NOTED: Final = re.compile(r"\s*\(may not be delegated\)$", re.IGNORECASE)


@dataclass
class _Row:
    """The decision that a row is about, and what the row adds to every cell of it."""

    key: str
    conditions: str = ""
    basis: str = ""


class _Grid:
    """Reads one sheet."""

    def __init__(self, sheet: Sheet, around: Around, *, limits: bool):
        found = grid_heading(sheet)
        if found is None:  # Only what was recognised is read.
            raise ValueError("no heading")
        self.sheet, self.around, self.limits, self.heading = sheet, around, limits, found
        self.findings = around.findings
        self.columns: dict[int, Named] = {}
        self.terms: dict[int, tuple[Reach, ...]] = {}
        self.letters = Letters(self.sheet, found, around)
        self.category = ""

    def read(self) -> None:
        self._headings()
        rows = [number for number in self.sheet.rows if number > self.heading.last]
        for number in rows:
            self._row(number)
        above = {number for number in self.sheet.rows if number < self.heading.first}
        self.findings.pass_over(self.sheet, "Stands above the table: not read.", rows=above)
        self.findings.pass_over(
            self.sheet, "Stands beside or below the table: not read.", doubt=True
        )

    def _headings(self) -> None:
        mark_headings(self.heading, self.sheet, self.findings, SAYS)
        seen: dict[str, Cell] = {}
        for column, cell in sorted(self.heading.others.items()):
            if not self.findings.flawless(cell):
                continue
            if folded(cell.text) in OTHER:
                self.findings.doubted(cell, "Nothing is read from this column.")
                self._doubt_column(column)
                continue
            if not self._holds(column) and not self.around.holders.sounds(cell.text):
                self.findings.doubted(cell, "Nothing stands below this heading: passed over.")
                continue
            text, terms = self._terms_of(cell)
            over = self.heading.over.get(column)
            named = self.around.holders.named(cell, text)
            if named is None or named.left_out:
                self._leave_column(column, refused=named is None)
                continue
            if named.name in seen:
                self.findings.refused(
                    cell,
                    f"This column is for the same holder as {seen[named.name].at.address}.",
                    "Keep one of the two, or choose whom each is for.",
                )
                continue
            seen[named.name] = cell
            if over is not None and _is_reserved(over.text):
                named = Named(named.key, named.words, named.is_board, reserved=True)
            self.columns[column] = named
            self.terms[column] = terms

    def _terms_of(self, cell: Cell) -> tuple[str, tuple[Reach, ...]]:
        """A heading without the amount it may state in brackets, and that amount."""
        found = re.search(r"\(([^()]*[0-9][^()]*)\)", cell.text)
        if found and has_amount(found[1]):
            try:
                return cell.text.replace(found.group(), " "), reaches(found[1])
            except Unreadable:
                pass
        return re.sub(r"\(\s*£(\s*(k|m|'?000s?))?\s*\)", " ", cell.text), ()

    def _holds(self, column: int) -> bool:
        return any(c == column and row > self.heading.last for row, c in self.sheet.cells)

    def _leave_column(self, column: int, *, refused: bool) -> None:
        for (row, at), cell in self.sheet.cells.items():
            if at != column or row <= self.heading.last:
                continue
            if refused:
                self.findings.doubted(cell, "Waits until it is told whose column this is.")
            elif not cell.flaw:
                self.findings.understood(cell, "Left out with its column.")

    def _doubt_column(self, column: int) -> None:
        for (row, at), cell in self.sheet.cells.items():
            if at == column and row > self.heading.last:
                self.findings.doubted(cell, "Nothing is read from this column.")

    # ---- Rows ----

    def _row(self, number: int) -> None:
        cells = self.sheet.rows[number]
        if self._repeats_heading(number):
            for cell in cells.values():
                self.findings.understood(cell, "The heading once more.")
            return
        decision = cells.get(self.heading.columns["decision"])
        held = {c: cells[c] for c in sorted(cells) if c in self.columns}
        spread = self._spread(number)
        if decision is None or self._is_section(number, decision):
            self._section_or_orphan(number, cells, held)
            return
        if not self.findings.flawless(decision):
            for cell in held.values():
                self.findings.doubted(cell, "Waits until its decision can be read.")
            return
        row = self._about(number, decision, cells)
        if not row.key:
            for cell in held.values():
                self.findings.doubted(cell, "Waits until it is told which decision this is.")
            return
        stated = []
        for column in sorted({*held, *spread}):
            cell = cells.get(column) or spread[column]
            found = self._cell(row, column, cell, shared=column not in held)
            if found is not None:
                stated.append((cell, found))
        self._bands_in_order(stated)
        self._note_what_stays(number, row.key, {*held, *spread})

    def _note_what_stays(self, number: int, key: str, said: set[int]) -> None:
        """Parts that the edition has where the row has nothing: they are not taken out by that."""
        for column, named in self.columns.items():
            if column in said or not named.key:
                continue
            for power in self.around.base.pointing("delegation", decision=key, holder=named.key):
                at = self.sheet.at(number, column)
                self.findings.stays.append((at, str(power.values["name"])))

    def _spread(self, number: int) -> dict[int, Cell]:
        """Cells of holders that are merged over several columns or rows, where they only show."""
        found = {}
        for column in self.columns:
            if (number, column) in self.sheet.spread and (number, column) not in self.sheet.cells:
                cell = self.sheet.shown(number, column)
                if cell is not None and cell.at.column in self.columns:
                    found[column] = cell
        return found

    def _is_section(self, number: int, decision: Cell) -> bool:
        """A row that is only a heading: merged over the whole table."""
        top, left = number, decision.at.column
        return (
            any(
                first == top and begin <= left and end >= min(self.columns, default=10**6)
                for first, begin, last, end in self.sheet.merged
                if last == first
            )
            and len(self.sheet.rows[number]) == 1
        )

    def _repeats_heading(self, number: int) -> bool:
        first = self.sheet.rows[self.heading.first]
        here = self.sheet.rows[number]
        return len(here) > 1 and all(
            column in first and folded(cell.text) == folded(first[column].text)
            for column, cell in here.items()
        )

    def _section_or_orphan(
        self, number: int, cells: dict[int, Cell], held: dict[int, Cell]
    ) -> None:
        if held:
            for cell in held.values():
                if self.findings.flawless(cell):
                    self.findings.refused(
                        cell,
                        "No decision stands in this row.",
                        "Write which decision it is, or empty the cell. "
                        "Where the decision is merged over several rows, take the merging off.",
                    )
            return
        text = next(iter(cells.values()))
        below = any(
            n > number and self.heading.columns["decision"] in row
            for n, row in self.sheet.rows.items()
        )
        if not below or text.text.lstrip().startswith(("*", "Note", "†", "NB")):
            for cell in cells.values():
                self.findings.doubted(
                    cell,
                    "A note below the table: not read.",
                    "Put it under the conditions of a row.",
                )
            return
        for column, cell in cells.items():
            if column > self.heading.widest:
                continue
            if not self.findings.flawless(cell):
                continue
            self._category(cell)

    def _category(self, cell: Cell) -> None:
        code = self.around.stating.decisions.category(cell.text)
        if code:
            self.category = code
            self.findings.understood(cell, "A policy area.")
        elif re.fullmatch(r"[0-9.]+", cell.text):
            self.findings.understood(cell, "The number of a policy area.")
        else:
            self.category = ""
            self.findings.doubted(
                cell,
                "The registry has no policy area called so: the decisions get none.",
                "Use one of the registry's policy areas where it matters.",
            )

    def _about(self, number: int, decision: Cell, cells: dict[int, Cell]) -> _Row:
        ref = cells.get(self.heading.column("ref"))
        if ref is not None:
            if ref.is_date:
                self.findings.refused(
                    ref,
                    f"The spreadsheet program has made the date {ref.text} of this number.",
                    "Make the column text, and type the number again.",
                )
                ref = None
            elif self.findings.flawless(ref):
                self.findings.understood(ref, "The number of the decision.")
            else:
                ref = None
        area = cells.get(self.heading.column("category"))
        if area is not None and self.findings.flawless(area):
            self._category(area)
        family = self._family(cells)
        text = _NOTED.sub("", decision.text)
        if ref is None and (numbered := _NUMBERED.fullmatch(text)):
            ref, text = Cell(decision.at, numbered[1]), numbered[2]
        key = self._decision(decision, text, ref, family)
        row = _Row(key)
        condition = cells.get(self.heading.column("conditions"))
        if condition is not None and self.findings.flawless(condition):
            row.conditions = "" if is_nothing(condition.text) else condition.text
            self.findings.understood(condition, "The conditions of every part in this row.")
        basis = cells.get(self.heading.column("basis"))
        if basis is not None and self.findings.flawless(basis):
            row.basis = self._basis(basis)
        return row

    def _basis(self, cell: Cell) -> str:
        try:
            (band,) = reaches(f"£1 {cell.text}")
        except (Unreadable, ValueError):
            self.findings.doubted(
                cell,
                "It is not clear how amounts are counted: each is read as that of one transaction.",
                "Write per transaction, a year, whole life, cumulative, a week or per head.",
            )
            return ""
        self.findings.understood(cell, "How the amounts of this row are counted.")
        return band.basis

    def _family(self, cells: dict[int, Cell]) -> str:
        """The kind of transaction that a column of its own names."""
        cell = cells.get(self.heading.column("family"))
        if cell is None or not self.findings.flawless(cell):
            return ""
        code = self.around.stating.decisions.transaction(cell.text)
        if code:
            self.findings.understood(cell, "The kind of transaction.")
        else:
            self.findings.doubted(cell, "The registry has no kind of transaction called so.")
        return code

    def _decision(self, cell: Cell, text: str, ref: Cell | None, family: str) -> str:
        decisions = self.around.stating.decisions
        if self.limits and not decisions.knows(text, ref):
            code = decisions.transaction(text)
            only = decisions.of_transaction(code) if code else None
            if only is not None:
                self.findings.doubted(
                    cell,
                    f"Taken for “{only.values['name']}”, the one decision of this kind.",
                    "Check that it is meant.",
                )
                return only.key
            family = family or code
        key = decisions.state(cell, text, ref, self.category)
        statement = self.findings.statements.get(key)
        if family and statement is not None and statement.new:
            statement.say("transaction", family, cell.at)
        return key

    # ---- Cells ----

    def _cell(self, row: _Row, column: int, cell: Cell, *, shared: bool) -> Reach | None:
        """States what a cell says; gives its band, where it has just one that begins somewhere."""
        if not self.findings.flawless(cell):
            return None
        try:
            read = self._said(cell, self.terms.get(column, ()))
        except Unreadable as error:
            self.findings.refused(cell, str(error), error.remedy)
            return None
        if read is None:
            return None
        if row.basis:
            bands = tuple(
                band if band.basis else replace(band, basis=row.basis) for band in read.bands
            )
            read = replace(read, bands=bands)
        if read.part and row.conditions:
            conditions = "; ".join(filter(None, (read.conditions, row.conditions)))
            read = replace(read, conditions=conditions)
        says = read.words()
        if shared or self._is_wide(cell):
            self.findings.doubted(
                cell,
                f"{says} Merged over several holders: read for each.",
                "Write it in each cell.",
            )
        elif cell.at.row in self.sheet.hidden_rows:
            self.findings.doubted(cell, f"{says} Its row is hidden, and read all the same.")
        elif read.sure:
            self.findings.understood(cell, says)
        else:
            self.findings.doubted(cell, f"{says} {read.why}", "Check it.")
        self.around.stating.powers.state(row.key, self.columns[column], read, cell)
        return read.bands[0] if len(read.bands) == 1 and read.bands[0].above is not None else None

    def _is_wide(self, cell: Cell) -> bool:
        at = (cell.at.row, cell.at.column)
        return any((t, le) == at and (b, r) != at for t, le, b, r in self.sheet.merged)

    def _said(self, cell: Cell, terms: tuple[Reach, ...]) -> Said | None:
        if cell.is_date:
            raise Unreadable(
                f"The spreadsheet program has made the date {cell.text} of this cell.",
                "Make the cell text or a number, and type again what should stand there.",
            )
        letters = letters_of(cell.text)
        if letters and not is_tick(cell.text):
            return self.letters.said(cell, letters)
        if cell.text.strip() in self.letters.meant:
            part = self.letters.meant[cell.text.strip()]
            return Said(*part, terms)
        if self.limits and cell.number is not None:
            return (
                Said(Part.APPROVES, "", reaches(cell.text, cell.number)) if cell.number else Said()
            )
        if not self.limits and cell.number is not None and cell.number > 1:
            return Said(
                Part.APPROVES,
                "",
                reaches(cell.text, cell.number),
                sure=False,
                why="A number alone is read as pounds.",
            )
        read = said(cell.text)
        if read.part and not read.bands and terms:
            return replace(read, bands=terms)
        if self.limits and read.part == Part.APPROVES and not read.bands and not is_tick(cell.text):
            return Said(
                read.part,
                read.type,
                (Reach(),),
                read.conditions,
                sure=False,
                why="No amount stands here: read as any amount.",
            )
        return read

    def _bands_in_order(self, stated: list[tuple[Cell, Reach]]) -> None:
        """Two holders whose bands overlap without one holding the other: who decides is unclear."""
        for at, (cell, band) in enumerate(stated):
            for other_cell, other in stated[:at]:
                if band.basis != other.basis or not band.overlaps(other):
                    continue
                if _holds_whole(band, other) or _holds_whole(other, band):
                    continue
                self.findings.refused(
                    cell,
                    f"This band ({band.words()}) overlaps that in {other_cell.at.address} "
                    f"({other.words()}).",
                    "Let one begin where the other ends.",
                )
                break


def _is_reserved(text: str) -> bool:
    return "reserv" in text.casefold() and "delegat" not in text.casefold()


def _holds_whole(outer: Reach, inner: Reach) -> bool:
    """Whether every amount of one band lies in the other."""
    low = outer.above is None or (inner.above is not None and inner.above >= outer.above)
    high = outer.up_to is None or (inner.up_to is not None and inner.up_to <= outer.up_to)
    return low and high


def _read_scheme(sheet: Sheet, around: Around) -> None:
    _Grid(sheet, around, limits=False).read()


def _read_limits(sheet: Sheet, around: Around) -> None:
    _Grid(sheet, around, limits=True).read()


SCHEME: Final = Layout("A scheme with a column for each holder", is_scheme, _read_scheme)
LIMITS: Final = Layout("A grid of financial limits", is_limits, _read_limits)
