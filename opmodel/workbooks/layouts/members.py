"""Who sits on which committee: a row for each seat."""

from __future__ import annotations

from typing import Final

from governance.models import Seat
from opmodel.editions.records import Record
from opmodel.workbooks.base import Names, folded
from opmodel.workbooks.findings import Statement
from opmodel.workbooks.reading import Cell, Sheet
from opmodel.workbooks.words import is_nothing

from .around import Around, Layout
from .heading import Heading, Known, find_heading, words
from .table import Table

_KNOWN: Final[Known] = {
    "committee": words(
        "committee|committee or group|name of committee|committee name|meeting|group"
    ),
    "member": words(
        "member|seat|post|role title|membership|members|post or body|member post|name of seat"
        "|position"
    ),
    "role": words("role|capacity|role on committee|committee role|member or attendee|status"),
    "body": words("body|organisation|nominating body|on behalf of|employer"),
    "voting": words("voting|votes|vote|voting member|voting y n|voting rights"),
    "number": words("number|how many|number of seats|seats"),
    "term": words("term|term of office"),
    "condition": words("condition|conditions|notes|note|comments|when"),
    "deputy_allowed": words("deputy|deputy allowed|may send a deputy|deputies"),
    "nominated_by": words("nominated by|nominated|appointed by"),
}
_SAYS: Final = {
    "committee": "Heads the committees.",
    "member": "Heads who sits there.",
    "role": "Heads in which role.",
}
_ROLES: Final = {
    "chair": Seat.Role.CHAIR, "chairperson": Seat.Role.CHAIR, "chairman": Seat.Role.CHAIR,
    "committee chair": Seat.Role.CHAIR,
    "deputy chair": Seat.Role.DEPUTY, "vice chair": Seat.Role.DEPUTY, "deputy": Seat.Role.DEPUTY,
    "member": Seat.Role.MEMBER, "voting member": Seat.Role.MEMBER, "core member": Seat.Role.MEMBER,
    "non voting member": Seat.Role.MEMBER, "m": Seat.Role.MEMBER, "c": Seat.Role.CHAIR,
    "attendee": Seat.Role.ATTENDEE, "attends": Seat.Role.ATTENDEE,
    "in attendance": Seat.Role.ATTENDEE,
    "participant": Seat.Role.ATTENDEE, "observer": Seat.Role.ATTENDEE, "a": Seat.Role.ATTENDEE,
}  # fmt: skip


def _heading(sheet: Sheet) -> Heading | None:
    return find_heading(sheet, _KNOWN, (("committee",), ("member",)))


def _recognises(sheet: Sheet) -> bool:
    return _heading(sheet) is not None


class _Members:
    def __init__(self, table: Table, around: Around):
        self.table, self.around = table, around
        self.committees = Names(around.base, ("committee", "partnership"))
        boards = [
            record.key
            for record in around.base.by_kind.get("committee", ())
            if record.values.get("form") == "board"
        ]
        if len(boards) == 1:
            extra = dict.fromkeys(("board", "icb board", "the board"), boards[0])
            self.committees = Names(around.base, ("committee", "partnership"), extra)
        self.members = Names(around.base, ("post", "body"))
        self.last = ""
        self.used: set[str] = set()

    def read(self) -> None:
        for cells in self.table.rows("member"):
            if "committee" in cells:
                self.last = (
                    self.table.element(cells["committee"], self.committees, "committee") or ""
                )
            if not self.last:
                self._wait(cells)
                continue
            self._seat(cells)

    def _wait(self, cells: dict[str, Cell]) -> None:
        for name, cell in cells.items():
            if name != "committee":
                self.table.findings.doubted(cell, "Waits until it is told which committee this is.")

    def _seat(self, cells: dict[str, Cell]) -> None:
        cell = cells["member"]
        role = self._role(cells.get("role"))
        who = self._who(cell)
        seat = self._existing(who, role)
        statement = self._statement(seat, who, cell)
        if role:
            statement.say("role", role, cells["role"].at)
        for name in ("voting", "deputy_allowed"):
            if name in cells:
                what = "Votes" if name == "voting" else "May send a deputy"
                truth = self.table.truth(cells[name], what)
                if truth is not None:
                    statement.say(name, truth, cells[name].at)
        if "number" in cells and (number := self.table.number(cells["number"])):
            statement.say("number", number, cells["number"].at)
        for name, most in (("term", 80), ("condition", 200), ("nominated_by", 200)):
            if name in cells:
                text = "" if is_nothing(cells[name].text) else cells[name].text
                self.table.findings.understood(cells[name], "Kept in these words.")
                if text:
                    statement.say(name, text[: most + 1], cells[name].at)
        if "body" in cells:
            self._body(cells["body"], statement)

    def _body(self, cell: Cell, statement: Statement) -> None:
        found = self.members.exactly(cell.text)
        bodies = [each for each in found if each.kind == "body"]
        if len(bodies) == 1 and not statement.values.get("post"):
            statement.say("body", bodies[0].key, cell.at)
            self.table.findings.understood(cell, f"Body: {bodies[0].values['name']}.")
        elif len(bodies) == 1 or folded(cell.text) in map(
            folded, self.around.base.organisation_names
        ):
            self.table.findings.understood(cell, "The body of whoever holds the post.")
        else:
            self.table.findings.doubted(cell, "No body of the edition is called so: not read.")

    def _role(self, cell: Cell | None) -> str:
        if cell is None:
            return ""
        role = _ROLES.get(folded(cell.text), "")
        if role:
            self.table.findings.understood(cell, f"{Seat.Role(role).label}.")
        else:
            self.table.findings.refused(
                cell,
                f"“{cell.text[:40]}” is no role on a committee.",
                "Write Chair, Deputy chair, Member or Attends.",
            )
        return str(role)

    def _who(self, cell: Cell) -> Record | str:
        """The post or body that sits there, or in words what sort of representative."""
        found = self.members.exactly(cell.text)
        if len(found) == 1:
            self.table.findings.understood(cell, f"{found[0].values['name']}.")
            return found[0]
        near = [each for score, each in self.members.nearly(cell.text, least=0.9)]
        if not found and len(near) == 1:
            self.table.findings.doubted(
                cell, f"Taken for {near[0].values['name']}, spelt nearly so.", "Check it."
            )
            return near[0]
        text = " ".join(cell.text.split())
        if len(found) > 1:
            self.table.findings.doubted(
                cell, "Several posts or bodies are called so: kept as a sort of representative."
            )
        else:
            self.table.findings.understood(
                cell, "No post or body of the edition: kept as a sort of representative."
            )
        return text

    def _existing(self, who: Record | str, role: str) -> Record | None:
        seats = self.around.base.pointing("seat", committee=self.last)
        if isinstance(who, Record):
            own = [each for each in seats if each.values.get(who.kind) == who.key]
        else:
            named = folded(who)
            own = [
                each
                for each in seats
                if named
                in (folded(str(each.values.get("represents", ""))), folded(each.values["name"]))
            ]
        own = [each for each in own if each.key not in self.used]
        same = [each for each in own if str(each.values.get("role", "member")) == role]
        found = next(iter(same or own), None)
        if found is not None:
            self.used.add(found.key)
        return found

    def _statement(self, seat: Record | None, who: Record | str, cell: Cell) -> Statement:
        statements = self.table.findings.statements
        if seat is not None:
            return statements.setdefault(seat.key, Statement("seat", seat.key))
        name = str(who.values["name"]) if isinstance(who, Record) else who
        key = self.around.base.new_key(self.last[:50], "seat", name[:50])
        statement = statements[key] = Statement("seat", key, new=True)
        statement.say("name", f"{self.around.base.name(self.last)[:120]}: {name[:170]}", cell.at)
        statement.say("committee", self.last, cell.at)
        if isinstance(who, Record):
            statement.say(who.kind, who.key, cell.at)
        else:
            statement.say("represents", who, cell.at)
        return statement


def _read(sheet: Sheet, around: Around) -> None:
    heading = _heading(sheet)
    if heading is not None:
        _Members(Table(sheet, around, heading, _SAYS), around).read()


LAYOUT: Final = Layout("A list of committees and their members", _recognises, _read)
