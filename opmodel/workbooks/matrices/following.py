"""Where the rows and columns of a written matrix stand now: by their headings, wherever they were
moved to. A heading that was changed is refused, for it would shift what the cells mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from opmodel.workbooks.findings import Findings
from opmodel.workbooks.reading import Cell, Sheet

from .stands import Shown, Whole

_KEEP: Final = "Names are changed in the list of what it heads."


@dataclass
class Places:
    """The row and column at which each written one stands now. `heading`: the row of headings."""

    heading: int = 0
    columns: dict[int, int] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)


def follow(whole: Whole, sheet: Sheet, findings: Findings) -> Places | None:
    """Where everything stands now; marks the headings. None where there are none."""
    return _Following(whole, sheet, findings).places()


class _Following:
    def __init__(self, whole: Whole, sheet: Sheet, findings: Findings):
        self.whole, self.sheet, self.findings = whole, sheet, findings
        self.waits: set[int] = set()

    def places(self) -> Places | None:
        number = self._heading_row()
        if not number:
            self.findings.refused_at(
                self.sheet.at(),
                "The headings of the matrix are not there any more.",
                "Download the matrix once more, and make the changes in that.",
            )
            return None
        places = Places(number)
        places.columns = self._columns(self.sheet.rows[number])
        if self.whole.corner not in places.columns:
            at = self.sheet.at(number, self.whole.corner)
            said = self.whole.columns[self.whole.corner].text
            self.findings.refused_at(
                at, f"The heading “{said}” is not there any more.", "Write it again."
            )
            return None
        self._strangers(number, places)
        self._rows(places)
        return places

    def _heading_row(self) -> int:
        """The row with most of the headings, among them that of the rows or at least half."""
        titles = {each.text for each in self.whole.columns.values()}
        corner = self.whole.columns[self.whole.corner].text
        best, found, sure = 0, 0, False
        for number, row in self.sheet.rows.items():
            held = titles & {cell.text for cell in row.values()}
            if len(held) > best:
                best, found, sure = len(held), number, corner in held
        return found if sure or best * 2 >= len(titles) else 0

    # ---- Columns ----

    def _columns(self, row: dict[int, Cell]) -> dict[int, int]:
        written, now = _by_text(self.whole.columns), _by_text(row)
        found = {}
        for text, numbers in written.items():
            here = now.get(text, [])
            if len(numbers) == len(here) == 1:
                found[numbers[0]] = here[0]
            elif numbers == here:
                found |= dict(zip(numbers, here, strict=True))
            else:
                for number in here:
                    self.findings.refused(
                        row[number],
                        f"There were {len(numbers)} columns called “{text}”, and which this is "
                        "cannot be told.",
                        "Put them back where they were.",
                    )
                    self.waits.add(number)
        for number in found.values():
            self.findings.understood(row[number], "A heading, as it was.")
        return found

    def _strangers(self, heading: int, places: Places) -> None:
        """Columns with another heading than any that was written, or with none."""
        row, known = self.sheet.rows[heading], set(places.columns.values())
        for number, cell in row.items():
            if number in known or number in self.waits:
                continue
            if self.findings.flawless(cell):
                self._another(cell, self.whole.columns.get(number), number in places.columns)
            self.waits.add(number)
        for number, was in self.whole.columns.items():
            # The heading was emptied, and what stands below it was not.
            if number in places.columns or number in row or number in known:
                continue
            if any(at == number and top > heading for top, at in self.sheet.cells):
                self.findings.refused_at(
                    self.sheet.at(heading, number),
                    "The heading of this column is not there any more.",
                    f"Write “{was.text}” again.",
                )
                self.waits.add(number)
        for (top, number), cell in self.sheet.cells.items():
            if number in self.waits and top > heading and not self.findings.is_marked(cell):
                self.findings.doubted(cell, "Waits until the heading of its column is clear.")

    def _another(self, cell: Cell, was: Shown | None, still_there: bool) -> None:
        if was is not None and not still_there:
            self.findings.refused(
                cell, f"This heading was “{was.text}”.", f"Write that again. {_KEEP}"
            )
        else:
            self.findings.refused(
                cell,
                f"The matrix had no column or row called “{cell.text[:80]}”.",
                "Take it out again; what is new goes into a list.",
            )

    # ---- Rows ----

    def _rows(self, places: Places) -> None:
        column = places.columns[self.whole.corner]
        heads = {
            number: row[column]
            for number, row in self.sheet.rows.items()
            if number > places.heading and column in row
        }
        written, now = _by_text(self.whole.rows), _by_text(heads)
        for text, numbers in written.items():
            here = now.get(text, [])
            if len(numbers) == len(here) == 1:
                places.rows[numbers[0]] = here[0]
            elif here:
                places.rows |= dict(self._namesakes(numbers, here, places))
        known = set(places.rows.values())
        for number, cell in heads.items():
            if number in known:
                self.findings.understood(cell, "A heading, as it was.")
            elif cell.text in written and self.findings.flawless(cell):
                self.findings.refused(
                    cell,
                    "Several rows are called so, and which of them this is cannot be told.",
                    "Put the rows back where they were, or change this in a list.",
                )
            elif self.findings.flawless(cell):
                self._unknown_row(number, cell, places)
        for number, row in self.sheet.rows.items():
            if number > places.heading and number not in known:
                self._waiting_row(row, column)

    def _unknown_row(self, number: int, cell: Cell, places: Places) -> None:
        if len(self.sheet.rows[number]) == 1 and number > max(places.rows.values(), default=0):
            self.findings.doubted(cell, "Stands below the table: not read.")
            return
        self._another(cell, self.whole.rows.get(number), number in places.rows)

    def _waiting_row(self, row: dict[int, Cell], heading: int) -> None:
        for cell in row.values():
            if self.findings.is_marked(cell):
                continue
            if heading in row or len(row) == 1:
                self.findings.doubted(cell, "Waits until the heading of its row is clear.")
            else:
                self.findings.refused(
                    cell, "No heading stands in this row.", "Write the heading that it had."
                )

    def _namesakes(
        self, written: list[int], here: list[int], places: Places
    ) -> Iterator[tuple[int, int]]:
        """Rows of one name: those whose cells read as they did, then the one that is left."""
        left, open_ = list(written), list(here)
        for alike in (self._same, self._nearly):
            for now in list(open_):
                found = [was for was in left if alike(was, now, places)]
                if found and (alike == self._same or len(found) == 1):
                    yield found[0], now
                    left.remove(found[0])
                    open_.remove(now)
        if len(left) == len(open_) == 1:
            yield left[0], open_[0]

    def _texts(self, was: int, now: int, places: Places) -> Iterable[tuple[str, str]]:
        group = self.whole.groups.get(was)
        if group is not None and group.column in places.columns:
            yield group.text, self.sheet.text(now, places.columns[group.column])
        for column, here in places.columns.items():
            shown = self.whole.cells.get((was, column), ())
            if shown and column != self.whole.corner:
                yield "\n".join(each.text for each in shown), self.sheet.text(now, here)

    def _same(self, was: int, now: int, places: Places) -> bool:
        return all(one == other for one, other in self._texts(was, now, places))

    def _nearly(self, was: int, now: int, places: Places) -> bool:
        """All but one of its cells."""
        differ = Counter(one == other for one, other in self._texts(was, now, places))
        return differ[False] == 1 and differ[True] > 0


def _by_text(cells: dict[int, Shown] | dict[int, Cell]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, each in cells.items():
        found[each.text].append(number)
    return found
