"""What the plainer layouts share: a table of rows, each about one element, found by its names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from opmodel.editions.kinds import kinds
from opmodel.editions.records import Record
from opmodel.workbooks.base import NEAR, Names, folded
from opmodel.workbooks.choices import KEY, LEAVE
from opmodel.workbooks.findings import Option, Wanted
from opmodel.workbooks.reading import Cell, Sheet
from opmodel.workbooks.words import is_nothing

from .around import Around
from .heading import Heading, mark_headings

YES = frozenset({"yes", "y", "true", "1", "x", "voting", "member", "votes"})
NO = frozenset({"no", "n", "false", "0", "non voting", "nonvoting", "none"})


class Table:
    """Reads a table row by row; says of what stands around it that it is not read."""

    def __init__(
        self, sheet: Sheet, around: Around, heading: Heading, says: Mapping[str, str]
    ) -> None:
        self.sheet, self.around, self.heading = sheet, around, heading
        self.findings = around.findings
        mark_headings(heading, sheet, self.findings, says)
        for column, cell in heading.others.items():
            if self.findings.flawless(cell):
                self.findings.doubted(cell, "Nothing is read from this column.")
            for (row, at), below in sheet.cells.items():
                if at == column and row > heading.last and not self.findings.is_marked(below):
                    self.findings.doubted(below, "Its column is not read.")

    def rows(self, needed: str) -> Iterator[dict[str, Cell]]:
        """The flawless cells of each row by their heading."""
        for number, row in self.sheet.rows.items():
            if number <= self.heading.last:
                continue
            cells = {}
            for name, column in self.heading.columns.items():
                cell = row.get(column) or self._merged(number, column)
                if cell is not None and self.findings.flawless(cell):
                    cells[name] = cell
            if needed in cells:
                yield cells
                continue
            for cell in cells.values():
                if cell.at.row != number:
                    continue
                if len(row) == 1:
                    self.findings.doubted(cell, "A heading or a note: not read.")
                else:
                    at = self.sheet.at(number, self.heading.columns[needed]).address
                    self.findings.refused(cell, f"{at} is empty.", "Fill it, or empty the row.")
        above = {number for number in self.sheet.rows if number < self.heading.first}
        self.findings.pass_over(self.sheet, "Stands above the table: not read.", rows=above)

    def _merged(self, row: int, column: int) -> Cell | None:
        return self.sheet.shown(row, column) if (row, column) in self.sheet.spread else None

    def truth(self, cell: Cell, what: str) -> bool | None:
        """Yes or no; None where nothing is said, or where it cannot be read."""
        said = folded(cell.text)
        if said in YES or cell.text.strip() in ("✓", "✔", "√"):
            self.findings.understood(cell, f"{what}.")
            return True
        if said in NO:
            self.findings.understood(cell, f"Not: {what.lower()}.")
            return False
        if is_nothing(cell.text):
            self.findings.understood(cell, "Not recorded.")
        else:
            self.findings.refused(
                cell, f"“{cell.text[:40]}” is neither yes nor no.", "Write Yes or No."
            )
        return None

    def number(self, cell: Cell) -> int | None:
        """A whole number from 1."""
        if (
            cell.number is not None
            and cell.number == int(cell.number)
            and 1 <= cell.number <= 32767
        ):
            self.findings.understood(cell, "How many there are.")
            return int(cell.number)
        if is_nothing(cell.text):
            self.findings.understood(cell, "Not recorded.")
            return None
        self.findings.refused(
            cell,
            f"“{cell.text[:40]}” is no whole number from 1.",
            "Write how many, or leave it empty.",
        )
        return None

    def element(
        self, cell: Cell, names: Names, what: str, *, among: Iterable[Record] = ()
    ) -> str | None:
        """The key of what a cell names; None where a person has to say, “” where it is left out.
        *among*: those it is looked for among first."""
        text = " ".join(cell.text.split())
        found = names.exactly(text)
        near_by = [each for each in found if each in list(among)]
        found = near_by or found
        if len(found) == 1:
            self.findings.understood(cell, f"{_word(found[0])}: {found[0].values['name']}.")
            return found[0].key
        asked = f"{what}:{folded(text)}"[:300]
        chosen = self.around.choices.get(asked, "")
        if chosen == LEAVE:
            self.findings.understood(cell, "Left empty, as chosen.")
            return ""
        key = chosen.removeprefix(KEY)
        if key in {record.key for record in names.records}:
            self.findings.understood(cell, f"{self.around.base.name(key)}, as chosen.")
            return key
        near = names.nearly(text)
        if not found and near and near[0][0] >= NEAR:
            name = near[0][1].values["name"]
            self.findings.doubted(cell, f"Taken for {name}, spelt nearly so.", "Check it.")
            return near[0][1].key
        options = [
            Option(f"{KEY}{each.key}", f"{each.values['name']} ({_word(each).lower()})")
            for each in (found or [each for _, each in near])[:6]
        ]
        why = "Several are called so" if found else "Nothing is called so"
        self.findings.refused(
            cell,
            f"{why} in the edition: “{text[:80]}”.",
            "Choose what is meant, or write its name.",
        )
        self.findings.want(
            Wanted(
                asked,
                cell.at,
                f"What is “{text[:120]}”?",
                (*options, Option(LEAVE, "Leave it empty")),
            )
        )
        return None


def _word(record: Record) -> str:
    words = str(kinds()[record.kind]._meta.verbose_name)
    return words[:1].upper() + words[1:]
