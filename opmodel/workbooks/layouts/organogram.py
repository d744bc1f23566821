"""The GOV.UK organogram: the CSV in which public bodies publish their senior posts."""

from __future__ import annotations

from typing import Final

from opmodel.workbooks.base import Names, folded
from opmodel.workbooks.findings import Statement
from opmodel.workbooks.reading import Cell, Sheet

from .around import Around, Layout
from .heading import Heading, Known, find_heading, words
from .table import Table

_KNOWN: Final[Known] = {
    "ref": words("post unique reference"),
    "title": words("job title"),
    "reports_to": words("reports to senior post"),
    "named_holder": words("name"),
    "unit": words("unit"),
    "organisation": words("organisation"),
    "function": words("job team function"),
    "notes": words("notes"),
    "valid": words("valid"),
}
_SAYS: Final = {
    "ref": "Heads the references of the posts.",
    "title": "Heads the posts.",
    "reports_to": "Heads the references of those they report to.",
    "named_holder": "Heads who holds them.",
    "unit": "Heads the directorates.",
}
_ROOT: Final = "xx"
_NOBODY: Final = frozenset({"vacant", "n d", "nd", "n a", ""})


def _heading(sheet: Sheet) -> Heading | None:
    return find_heading(sheet, _KNOWN, (("ref",), ("title",), ("reports_to",)))


def _recognises(sheet: Sheet) -> bool:
    return _heading(sheet) is not None


class _Organogram:
    def __init__(self, table: Table, around: Around):
        self.table, self.around, self.findings = table, around, around.findings
        self.posts = Names(around.base, ("post",))
        self.units = Names(around.base, ("directorate", "team"))
        self.by_ref: dict[str, Statement] = {}
        self.counted: dict[str, int] = {}
        self.gone: set[str] = set()

    def read(self) -> None:
        rows = list(self.table.rows("ref"))
        for cells in rows:
            self._post(cells)
        for cells in rows:
            self._row(cells)

    def _post(self, cells: dict[str, Cell]) -> None:
        ref, title = folded(cells["ref"].text), cells.get("title")
        if "named_holder" in cells and folded(cells["named_holder"].text) == "eliminated":
            self.gone.add(ref)
            for cell in cells.values():
                self.findings.doubted(cell, "The post is eliminated: its row is not read.")
            return
        if title is None:
            self.findings.refused(cells["ref"], "The post has no job title.", "Write its title.")
            return
        if ref in self.by_ref:
            self.counted[ref] = self.counted.get(ref, 1) + 1
            self.findings.understood(cells["ref"], "The post once more: a job share.")
            self.findings.understood(title, "A job share.")
            return
        self.findings.understood(cells["ref"], "The post’s reference, for this file only.")
        name = " ".join(title.text.split())
        found = self.posts.exactly(name)
        taken = {statement.key for statement in self.by_ref.values()}
        if len(found) == 1 and found[0].key not in taken:
            self.findings.understood(title, "A post of the edition.")
            statement = self.findings.statements.setdefault(
                found[0].key, Statement("post", found[0].key)
            )
        else:
            key = self.around.base.new_key(name[:80])
            self.findings.understood(title, "A post that the edition does not have yet.")
            statement = self.findings.statements[key] = Statement("post", key, new=True)
            statement.say("name", name[:301], title.at)
        self.by_ref[ref] = statement

    def _row(self, cells: dict[str, Cell]) -> None:
        ref = folded(cells["ref"].text)
        statement = self.by_ref.get(ref)
        if ref in self.gone or statement is None:
            return
        if "reports_to" in cells:
            self._reports_to(cells["reports_to"], statement)
        if "named_holder" in cells:
            self._holder(cells["named_holder"], statement, shared=ref in self.counted)
        if "unit" in cells:
            self._unit(cells["unit"], statement)
        for name in ("organisation", "function", "notes", "valid"):
            if name in cells:
                self.findings.understood(cells[name], "Not held in an edition: passed over.")

    def _reports_to(self, cell: Cell, statement: Statement) -> None:
        ref = folded(cell.text)
        if ref == _ROOT:
            self.findings.understood(cell, "The head of the organisation.")
        elif ref in self.by_ref:
            above = self.by_ref[ref]
            if above is statement:
                self.findings.refused(cell, "The post would report to itself.", "Name another.")
                return
            self.findings.understood(cell, "Another post of this file.")
            statement.say("reports_to", above.key, cell.at)
        elif ref in self.gone:
            self.findings.refused(
                cell, "The post it reports to is eliminated.", "Name the post it reports to now."
            )
        else:
            self.findings.refused(
                cell,
                f"No post of this file has the reference “{cell.text[:40]}”.",
                "Write the reference of a post, or XX for the head of the organisation.",
            )

    def _holder(self, cell: Cell, statement: Statement, *, shared: bool) -> None:
        if folded(cell.text) in _NOBODY:
            self.findings.understood(cell, "Vacant, or not disclosed: nobody is recorded.")
        elif shared:
            before = str(statement.values.get("named_holder") or "")
            name = "; ".join(filter(None, (before, " ".join(cell.text.split()))))
            self.findings.understood(cell, "One of those who share the post.")
            statement.say("named_holder", name[:121], cell.at)
        else:
            self.findings.understood(cell, "Who holds the post, as this file names them.")
            statement.say("named_holder", " ".join(cell.text.split())[:121], cell.at)

    def _unit(self, cell: Cell, statement: Statement) -> None:
        found = self.units.exactly(cell.text)
        if len(found) == 1:
            self.findings.understood(cell, f"{found[0].values['name']}.")
            statement.say(found[0].kind, found[0].key, cell.at)
        else:
            self.findings.doubted(
                cell, "No directorate or team of the edition is called so: not read."
            )


def _read(sheet: Sheet, around: Around) -> None:
    heading = _heading(sheet)
    if heading is not None:
        _Organogram(Table(sheet, around, heading, _SAYS), around).read()


LAYOUT: Final = Layout("A GOV.UK organogram of senior posts", _recognises, _read)
