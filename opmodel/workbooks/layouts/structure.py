"""A structure as a list: a row for each post, whom it reports to, and who holds it."""

from __future__ import annotations

from typing import Final

from opmodel.workbooks.base import Names, folded
from opmodel.workbooks.findings import Statement
from opmodel.workbooks.reading import Cell, Sheet
from opmodel.workbooks.words import is_nothing

from .around import Around, Layout
from .heading import Heading, Known, find_heading, words
from .table import Table

_KNOWN: Final[Known] = {
    "post": words("post|post title|job title|role|position|title|post name"),
    "reports_to": words(
        "reports to|line manager|reports to post|manager|reporting to|accountable to|managed by"
    ),
    "named_holder": words(
        "holder|name|post holder|postholder|current holder|held by|name of holder|employee"
        "|incumbent"
    ),
    "directorate": words("directorate|division|department|function"),
    "team": words("team|unit|service"),
    "number": words("number|how many|headcount|number of posts|wte|fte"),
}
_SAYS: Final = {
    "post": "Heads the posts.",
    "reports_to": "Heads whom they report to.",
    "named_holder": "Heads who holds them.",
    "directorate": "Heads the directorates.",
    "team": "Heads the teams.",
}
_TOP: Final = frozenset({"board", "the board", "icb board", "xx", "n a", "none", "na", "top"})
_VACANT: Final = frozenset(
    {"vacant", "vacancy", "tbc", "tba", "to be appointed", "to be confirmed"}
)


def _heading(sheet: Sheet) -> Heading | None:
    return find_heading(sheet, _KNOWN, (("post",), ("reports_to",)))


def _recognises(sheet: Sheet) -> bool:
    return _heading(sheet) is not None


class _Structure:
    def __init__(self, table: Table, around: Around):
        self.table, self.around, self.findings = table, around, around.findings
        self.posts = Names(around.base, ("post",))
        self.managers = Names(around.base, ("post", "committee", "partnership"))
        self.directorates = Names(around.base, ("directorate",))
        self.teams = Names(around.base, ("team",))
        self.stated: dict[str, Cell] = {}
        self.new: dict[str, str] = {}

    def read(self) -> None:
        rows = [(cells, self._post(cells)) for cells in self.table.rows("post")]
        for cells, statement in rows:
            if statement is not None:
                self._row(cells, statement)

    def _post(self, cells: dict[str, Cell]) -> Statement | None:
        cell = cells["post"]
        name = " ".join(cell.text.split())
        found = self.posts.exactly(name)
        if len(found) > 1:
            self.findings.refused(
                cell, f"Several posts are called “{name[:80]}”.", "Write the name of one in full."
            )
            return None
        key = found[0].key if found else self.new.get(folded(name), "")
        if key in self.stated:
            self.findings.doubted(
                cell,
                f"Named before, in {self.stated[key].at.address}: only the first row is read.",
                "Keep one row for each post; how many there are goes into a column of its own.",
            )
            return None
        if found:
            self.findings.understood(cell, "A post of the edition.")
            statement = self.findings.statements.setdefault(key, Statement("post", key))
        else:
            key = self.around.base.new_key(name[:80])
            self.new[folded(name)] = key
            self.findings.understood(cell, "A post that the edition does not have yet.")
            statement = self.findings.statements[key] = Statement("post", key, new=True)
            statement.say("name", name[:301], cell.at)
        self.stated[key] = cell
        return statement

    def _row(self, cells: dict[str, Cell], statement: Statement) -> None:
        if "reports_to" in cells:
            self._reports_to(cells["reports_to"], statement)
        if "named_holder" in cells:
            self._holder(cells["named_holder"], statement)
        for name, names in (("directorate", self.directorates), ("team", self.teams)):
            if name in cells:
                key = self.table.element(cells[name], names, name)
                if key:
                    statement.say(name, key, cells[name].at)
        if "number" in cells and (number := self.table.number(cells["number"])):
            statement.say("number", number, cells["number"].at)

    def _reports_to(self, cell: Cell, statement: Statement) -> None:
        if folded(cell.text) in _TOP or is_nothing(cell.text):
            self.findings.understood(cell, "Reports to no post: nothing is recorded.")
            return
        key: str | None = self.new.get(folded(cell.text), "")
        if key:
            self.findings.understood(cell, "A post of this workbook.")
        else:
            key = self.table.element(cell, self.managers, "manager")
        if not key:
            return
        if key == statement.key:
            self.findings.refused(cell, "The post would report to itself.", "Name another post.")
            return
        statement.say("reports_to", key, cell.at)

    def _holder(self, cell: Cell, statement: Statement) -> None:
        if folded(cell.text) in _VACANT or is_nothing(cell.text):
            self.findings.understood(cell, "Vacant: nobody is recorded as its holder.")
            statement.say("named_holder", None, cell.at)
            return
        self.findings.understood(cell, "Who holds the post, as this workbook names them.")
        statement.say("named_holder", " ".join(cell.text.split())[:121], cell.at)


def _read(sheet: Sheet, around: Around) -> None:
    heading = _heading(sheet)
    if heading is not None:
        _Structure(Table(sheet, around, heading, _SAYS), around).read()


LAYOUT: Final = Layout("A list of posts and whom they report to", _recognises, _read)
