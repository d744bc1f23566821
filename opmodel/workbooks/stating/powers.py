"""Who has which part in a decision."""

from __future__ import annotations

from typing import Final

from governance.models import Delegation
from opmodel.editions.records import Record
from opmodel.workbooks.base import Base, folded
from opmodel.workbooks.findings import Findings
from opmodel.workbooks.naming import Named
from opmodel.workbooks.reading import Cell
from opmodel.workbooks.words import Said

from .decisions import Decisions
from .limits import Limits, limit_words

Part, Type = Delegation.Part, Delegation.Type

_PART_SAID: Final = {
    Part.APPROVES: "approves", Part.RECOMMENDS: "recommends", Part.CONSULTED: "is consulted",
    Part.SIGNS: "signs", Part.TOLD: "is told",
}  # fmt: skip


class Powers:
    """The delegations of an edition, and those that the workbook states."""

    def __init__(self, base: Base, findings: Findings, decisions: Decisions, limits: Limits):
        self.base, self.findings = base, findings
        self.decisions, self.limits = decisions, limits
        self._said: dict[tuple[str, str, str], tuple[Cell, Said]] = {}

    def state(self, decision: str, named: Named, said: Said, cell: Cell) -> None:
        """States that somebody has a part in a decision, or that they have none."""
        existing = self._existing(decision, named)
        if not said.part:
            for each in existing:
                self.findings.doubted(
                    cell,
                    f"The edition has “{each.values['name']}”. It stays.",
                    "Take it out in the edition if it has ended.",
                )
            return
        same = (decision, named.name, said.part)
        if same in self._said and self._said[same][0].at != cell.at:
            self._again(*self._said[same], said, cell)
            return
        self._said[same] = cell, said
        mine = [each for each in existing if each.values.get("part", Part.APPROVES) == said.part]
        if len(mine) > 1:
            self.findings.doubted(
                cell,
                f"The edition has {len(mine)} entries here (for places, or at several limits). "
                "They stay as they are.",
                "Change them one by one, in a workbook that the registry wrote.",
            )
        elif mine:
            self._changed(mine[0], said, cell)
        else:
            self._added(decision, named, said, cell)

    def _again(self, first: Cell, before: Said, said: Said, cell: Cell) -> None:
        """The same power once more: harmless where it says the same, else neither can be relied
        on."""
        if _content(before) == _content(said):
            self.findings.doubted(
                cell, f"Said before, in {first.at}; only that is taken.", "Say it once."
            )
            return
        for one, other, says in ((cell, first, before), (first, cell, said)):
            self.findings.refused(
                one,
                f"{other.at} says something else of the same power: {says.words()}",
                "Keep one of the two. Several limits of one power go into one cell, one a line.",
            )

    def _existing(self, decision: str, named: Named) -> list[Record]:
        if named.key:
            return self.base.pointing("delegation", decision=decision, holder=named.key)
        found = self.base.pointing("delegation", decision=decision)
        return [
            each
            for each in found
            if not each.values.get("holder")
            and folded(str(each.values.get("held_by", ""))) == folded(named.words)
        ]

    def _added(self, decision: str, named: Named, said: Said, cell: Cell) -> None:
        holder = self.base.name(named.key) if named.key else named.words
        key = self.base.new_key(decision[:60], said.part, (named.key or named.words)[:40])
        statement = self.findings.statement("delegation", key, new=True)
        name = (
            f"{self.decisions.name_of(decision)[:200]}: {holder[:60]} {_PART_SAID[Part(said.part)]}"
        )
        statement.say("name", name, cell.at)
        type_ = said.type
        if not type_ and said.part == Part.APPROVES and (named.reserved or named.is_board):
            type_ = Type.RESERVED
        if type_ and type_ != Type.DELEGATED:
            statement.say("type", str(type_), cell.at)
        statement.say("decision", decision, cell.at)
        if said.part != Part.APPROVES:
            statement.say("part", str(said.part), cell.at)
        if named.key:
            statement.say("holder", named.key, cell.at)
        else:
            statement.say("held_by", named.words, cell.at)
        if said.conditions:
            statement.say("conditions", said.conditions, cell.at)
        if said.bands:
            statement.say("limit", limit_words(said), cell.at)
        for band in said.bands:
            if band.is_bounded:
                self.limits.add(key, band, cell.at)

    def _changed(self, record: Record, said: Said, cell: Cell) -> None:
        statement = self.findings.statement("delegation", record.key)
        if said.type == Type.RESERVED and record.values.get("type") != Type.RESERVED:
            statement.say("type", str(Type.RESERVED), cell.at)
        if said.conditions and folded(said.conditions) != folded(
            str(record.values.get("conditions", ""))
        ):
            statement.say("conditions", said.conditions, cell.at)
        self.limits.change(record, said, cell)


def _content(said: Said) -> tuple[object, ...]:
    """What a cell says of a power, without how it says it."""
    return said.type, frozenset(said.bands), folded(said.conditions)
