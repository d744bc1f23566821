"""How far a power reaches: limits that are new, and those that change."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from governance.models import Limit
from opmodel.editions.records import Record
from opmodel.workbooks.base import Base
from opmodel.workbooks.findings import Findings
from opmodel.workbooks.reach import band_of, wording, words_after
from opmodel.workbooks.reading import At, Cell
from opmodel.workbooks.words import Reach, Said

from .decisions import LONGEST_NAME, Decisions

LONGEST_WORDS: Final = 200


class Limits:
    """The limits of powers, and the words of a power that repeat them."""

    def __init__(self, base: Base, findings: Findings, decisions: Decisions):
        self.base, self.findings, self.decisions = base, findings, decisions

    def add(self, delegation: str, band: Reach, at: At) -> None:
        """States a new limit of a delegation."""
        key = self.base.new_key(delegation[:90], band.words())
        statement = self.findings.statement("limit", key, new=True)
        statement.say("name", self._named(delegation, band), at)
        statement.say("delegation", delegation, at)
        for name, value in band.values().items():
            if value is not None:
                statement.say(name, value, at)

    def _named(self, delegation: str, band: Reach) -> str:
        """What a limit is called: the decision, whoever has the power, how far it reaches."""
        words = wording(band) if band.is_bounded else band.words()
        stated = self.findings.statements.get(delegation)
        there = self.base.by_key.get(delegation)
        power = (there.values if there else {}) | (stated.values if stated else {})
        holder = str(power.get("holder", ""))
        who = self.base.name(holder) if holder else str(power.get("held_by", ""))
        decision = self.decisions.name_of(str(power["decision"])) if "decision" in power else ""
        about = ", ".join(filter(None, (decision[:140], who[:60])))
        return f"{about}: {words}" if about else words[:1].upper() + words[1:]

    def change(self, record: Record, said: Said, cell: Cell) -> None:
        """States how far a power of the edition reaches, where a cell says so."""
        if not said.bands:
            return
        stated = [band for band in said.bands if band.is_bounded]
        there = self.base.pointing("limit", delegation=record.key)
        if len(stated) == len(there) and all(
            _says_the_same(band, limit) for band, limit in zip(stated, there, strict=True)
        ):
            return
        if len(stated) < len(there):
            self._fewer(record, stated, there, said, cell)
            return
        becoming = [*self._limits(record, stated, there, cell), *stated[len(there) :]]
        self._now(record, there, becoming, cell)
        for band in stated[len(there) :]:
            self.add(record.key, band, cell.at)

    def _fewer(
        self, record: Record, stated: list[Reach], there: list[Record], said: Said, cell: Cell
    ) -> None:
        """A cell that states fewer limits than the edition has: each changes the one that is
        counted alike, and the others stay. Only “any amount” takes limits out, and that is
        doubted."""
        names = "; ".join(wording(band_of(each)) for each in there)
        if not stated:
            if said.sure:
                self._unbounded(record, there, said, cell)
            else:
                self.findings.doubted(cell, f"The edition has a limit here ({names}). It stays.")
            return
        by_basis = {_basis(band_of(each)): each for each in there}
        bases = {_basis(band) for band in stated}
        if len(by_basis) < len(there) or len(bases) < len(stated) or not bases <= by_basis.keys():
            self.findings.refused(
                cell,
                f"The edition has {len(there)} limits here ({names}), and it is not clear which "
                "of them this is.",
                "Write all of them, one a line, or change them in a workbook that the registry "
                "wrote.",
            )
            return
        changed = [by_basis[_basis(band)] for band in stated]
        if all(_says_the_same(band, limit) for band, limit in zip(stated, changed, strict=True)):
            return
        now = {each.key: band_of(each) for each in there}
        kept = [wording(now[each.key]) for each in there if each not in changed]
        self.findings.doubted(
            cell,
            f"The edition has a further limit here ({'; '.join(kept)}). It stays as it is.",
            "Change it in a workbook that the registry wrote.",
        )
        becoming = self._limits(record, stated, changed, cell)
        now |= dict(zip((each.key for each in changed), becoming, strict=True))
        self._now(record, there, list(now.values()), cell)

    def _unbounded(self, record: Record, there: list[Record], said: Said, cell: Cell) -> None:
        names = "; ".join(wording(band_of(each)) for each in there)
        self.findings.doubted(
            cell, f"Takes out what the edition has here: {names}.", "Check that it is meant."
        )
        self.findings.statement("delegation", record.key).say("limit", limit_words(said), cell.at)
        self._call(record, [band_of(each) for each in there], [], cell)
        for limit in there:
            gone = self.findings.statement("limit", limit.key)
            gone.removed = True
            gone.at.setdefault("", cell.at)

    def _now(self, record: Record, there: list[Record], becoming: list[Reach], cell: Cell) -> None:
        """The words of a power that say how far it reaches, from now on."""
        words = None
        if len(there) == len(becoming) == 1:
            kept = str(record.values.get("limit", ""))
            words = words_after(kept, band_of(there[0]), becoming[0])
        words = (words or "; ".join(map(wording, becoming)))[:LONGEST_WORDS]
        statement = self.findings.statement("delegation", record.key)
        statement.say("limit", words[:1].upper() + words[1:], cell.at)
        was = [band_of(each) for each in there]
        changed = [each for each in zip(was, becoming, strict=False) if each[0] != each[1]]
        if len(was) == len(becoming) and len(changed) == 1:
            was, becoming = [changed[0][0]], [changed[0][1]]
        self._call(record, was, becoming, cell)

    def _limits(
        self, record: Record, stated: list[Reach], there: list[Record], cell: Cell
    ) -> list[Reach]:
        """Changes limits that are there, each to its band; gives what they become."""
        becoming = []
        for band, limit in zip(stated, there, strict=False):
            changed = self.findings.statement("limit", limit.key)
            was = band_of(limit)
            now = _becoming(was, band)
            becoming.append(now)
            for name, value in band.values().items():
                if name in ("above", "up_to", "includes_above", "includes_up_to") or _is_said(
                    band, name
                ):
                    changed.say(name, value, cell.at)
            called = words_after(str(limit.values.get("name", "")), was, now)
            changed.say("name", called or self._named(record.key, now), cell.at)
        return becoming

    def _call(self, record: Record, was: list[Reach], now: list[Reach], cell: Cell) -> None:
        """The name of a power that repeats its one limit says the new one. Where it says an amount
        otherwise, it stays, and that is told."""
        name = str(record.values.get("name", ""))
        called = None
        if len(was) == len(now) == 1:
            called = words_after(name, was[0], now[0])
        if called is not None and called != name:
            self.findings.statement("delegation", record.key).say(
                "name", called[:LONGEST_NAME], cell.at
            )
        elif called is None and "£" in name:
            self.findings.doubted(cell, f"The power is still called “{name[:120]}”.", "Check it.")


def _basis(band: Reach) -> str:
    return band.basis or str(Limit.Basis.TRANSACTION)


def _is_said(band: Reach, name: str) -> bool:
    return getattr(band, name) not in ("", None)


def _becoming(was: Reach, said: Reach) -> Reach:
    """A limit with the amounts that are said, and what it was where nothing is said of it."""
    kept = ("basis", "vat", "budgeted", "recurrent", "signatures")
    return replace(said, **{name: getattr(was, name) for name in kept if not _is_said(said, name)})


def _says_the_same(band: Reach, limit: Record) -> bool:
    values = band.values()
    for name in ("above", "up_to"):
        if values[name] != limit.values.get(name):
            return False
    for name, usual in (("includes_above", False), ("includes_up_to", True)):
        if values[name] != limit.values.get(name, usual):
            return False
    return all(
        getattr(band, name) == limit.values.get(name, "transaction" if name == "basis" else None)
        for name in ("basis", "vat", "budgeted", "recurrent", "signatures")
        if _is_said(band, name)
    )


def limit_words(said: Said) -> str:
    words = ", ".join(band.words() for band in said.bands)[:LONGEST_WORDS]
    return words[:1].upper() + words[1:]
