"""Whom the headings of a workbook mean: holders by name, by abbreviation, or by what was chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from governance.models.delegations import HOLDERS
from opmodel.editions.kinds import kinds
from opmodel.editions.records import Record

from .base import NEAR, Base, Names, folded, names_of
from .choices import KEY, LEAVE, WORDS
from .findings import Findings, Option, Wanted
from .reading import Cell

_BEFORE: Final = re.compile(
    r"^(matters?\s+|powers?\s+|decisions?\s+)?(reserved?(\s+(to|for|by))?|delegated(\s+to)?"
    r"|delegation\s+to"
    r"|approval\s+(by|of)|authority\s+of|limits?\s+(of|for)|(decided|recommended|signed|approved)\s+by"
    r"|consultation\s+of|reported\s+to"
    r"|decisions\s+of)[\s:–-]+(the\s+)?",
    re.IGNORECASE,
)
_RESERVED: Final = re.compile(r"\breserved?\b", re.IGNORECASE)
_SPELT: Final = 0.75
_LOOKED_AT: Final = 30
_OFFERED: Final = 5
_ARTICLE: Final = re.compile(r"^(the|our)\s+", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)\s*")
_OFFICES: Final = (
    # What one office is called in one place or another.
    ("chief executive", "chief executive officer", "ceo", "accountable officer", "ao", "ce"),
    ("chief finance officer", "chief financial officer", "cfo", "director of finance", "dof",
     "finance director", "executive director of finance"),
    ("chief nursing officer", "chief nurse", "cno", "director of nursing", "nursing director"),
    ("chief medical officer", "cmo", "medical director", "chief medical director"),
    ("chief operating officer", "coo"),
    ("chair", "icb chair", "chair of the board", "board chair"),
)  # fmt: skip
_BOARD: Final = (
    "board",
    "icb board",
    "full board",
    "governing body",
    "board of directors",
    "the icb board",
)
_SOUNDS: Final = frozenset(
    [
        "board",
        "committee",
        "committees",
        "sub-committee",
        "chief",
        "officer",
        "officers",
        "director",
        "directors",
        "executive",
        "executives",
        "chair",
        "head",
        "heads",
        "manager",
        "managers",
        "group",
        "panel",
        "partnership",
        "council",
        "body",
        "team",
        "lead",
        "holder",
        "holders",
        "budget",
        "accountable",
        "secretary",
        "treasurer",
        "members",
        "member",
        "staff",
        "deputy",
        "nurse",
        "csu",
        "ceo",
        "cfo",
        "coo",
        "cno",
        "cmo",
        "nhse",
    ]
)


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a heading means: an element by its key, or a type of holder by its words."""

    key: str = ""
    words: str = ""
    is_board: bool = False
    reserved: bool = False
    left_out: bool = False

    @property
    def name(self) -> str:
        return self.key or self.words


class Holders:
    """Finds holders, marks the cell that names them, and asks where it cannot tell."""

    def __init__(self, base: Base, choices: Mapping[str, str], findings: Findings):
        self.base = base
        self.choices = choices
        self.findings = findings
        boards = [
            record.key
            for record in base.by_kind.get("committee", ())
            if record.values.get("form") == "board"
        ]
        self.boards = frozenset(boards)
        extra = dict.fromkeys(_BOARD, boards[0]) if len(boards) == 1 else {}
        self.names = Names(base, HOLDERS, extra)
        self.types = {
            folded(bare_name(words)): words
            for record in base.by_kind.get("delegation", ())
            if (words := str(record.values.get("held_by", "")))
        }
        for called in _OFFICES:
            keys = {each.key for name in called for each in self.names.exactly(name)}
            if len(keys) == 1:
                (key,) = keys
                extra |= dict.fromkeys(called, key)
        self.names = Names(base, HOLDERS, extra)

    def sounds(self, text: str) -> bool:
        """Whether a heading sounds like somebody who may hold a power."""
        bare = bare_name(text)
        return bool(self._exactly(bare)) or any(word in _SOUNDS for word in folded(bare).split())

    def knows(self, text: str) -> bool:
        bare = bare_name(text)
        return bool(self._exactly(bare)) or folded(bare) in self.types

    def named(self, cell: Cell, text: str = "", what: str = "column") -> Named | None:
        """Whom this cell's heading means; None where a person has to say. Marks the cell."""
        text = text or cell.text
        bare = bare_name(text)
        reserved = bool(_RESERVED.search(text))
        asked = f"holder:{folded(bare)}"[:300]
        chosen = self.choices.get(asked, "")
        if chosen and (named := self._chosen(chosen, bare)):
            self._say_chosen(cell, named)
            return self._told(named, reserved)
        exactly = self._exactly(bare)
        if len(exactly) == 1:
            record = exactly[0]
            self.findings.understood(cell, f"{_of_kind(record)}: {record.values['name']}.")
            return self._told(Named(key=record.key), reserved)
        if not exactly and (words := self.types.get(folded(bare))):
            self.findings.understood(cell, "A type of holder, as the edition words it.")
            return self._told(Named(words=words), reserved)
        found = self.names.nearly(bare, most=_LOOKED_AT)
        offered = _not_seats([each for _, each in found])
        near = [(score, each) for score, each in found if each in offered][:_OFFERED]
        sure = [each for score, each in near if score >= NEAR and _misspelt(bare, each)]
        if not exactly and len(sure) == 1:
            name = sure[0].values["name"]
            self.findings.doubted(
                cell, f"Taken for {name}, spelt nearly so.", f"Check that {name} is meant."
            )
            return self._told(Named(key=sure[0].key), reserved)
        # Answered in advance only where it is nearly spelt so: any other would be a guess.
        likely = near[0][1] if not exactly and len(near) == 1 and near[0][0] >= NEAR else None
        self._ask(cell, bare, asked, exactly or [each for _, each in near], what, likely=likely)
        return None

    def _exactly(self, bare: str) -> list[Record]:
        tries = [bare, _BRACKETS.sub(" ", bare), *_BRACKETS.findall(bare)]
        for each in tries:
            if each.strip() and (found := self.names.exactly(each)):
                return _not_seats(found)
        return []

    def _chosen(self, chosen: str, bare: str) -> Named | None:
        if chosen == LEAVE:
            return Named(left_out=True)
        if chosen == WORDS:
            return Named(words=bare)
        key = chosen.removeprefix(KEY)
        record = self.base.by_key.get(key)
        return Named(key=key) if record and record.kind in HOLDERS else None

    def _told(self, named: Named, reserved: bool) -> Named:
        return Named(named.key, named.words, named.key in self.boards, reserved, named.left_out)

    def _say_chosen(self, cell: Cell, named: Named) -> None:
        if named.left_out:
            self.findings.understood(cell, "Left out, as chosen.")
        elif named.words:
            self.findings.understood(cell, "A type of holder, kept in these words, as chosen.")
        else:
            self.findings.understood(cell, f"{self.base.name(named.key)}, as chosen.")

    def _ask(
        self,
        cell: Cell,
        bare: str,
        asked: str,
        near: list[Record],
        what: str,
        *,
        likely: Record | None,
    ) -> None:
        options = [
            Option(f"{KEY}{each.key}", f"{each.values['name']} ({_of_kind(each).lower()})")
            for each in near
        ]
        options.append(Option(WORDS, f"A type of holder: keep the words “{bare[:80]}”"))
        options.append(Option(LEAVE, f"Leave this {what} out"))
        why = (
            "Several are called so"
            if len(near) > 1 and self._exactly(bare)
            else "Nobody is called so"
        )
        self.findings.refused(
            cell,
            f"It is not clear whom “{bare[:80]}” means: {why.lower()} in the edition.",
            f"Choose whose {what} this is, or write the name as the edition has it.",
        )
        self.findings.want(
            Wanted(
                asked,
                cell.at,
                f"Whose {what} is “{bare[:120]}”?",
                tuple(options),
                f"{KEY}{likely.key}" if likely else "",
            )
        )


def _not_seats(found: list[Record]) -> list[Record]:
    """A seat is meant only where nothing else is called so: powers go to whoever sits there."""
    return [each for each in found if each.kind != "seat"] or found


def _misspelt(text: str, record: Record) -> bool:
    """Whether a text is a name of this element word for word, but for how a word is spelt."""
    words = folded(text).split()
    return any(
        len(words) == len(name.split())
        and all(
            SequenceMatcher(None, one, other).ratio() >= _SPELT
            for one, other in zip(words, name.split(), strict=True)
        )
        for name in map(folded, names_of(record))
    )


def bare_name(text: str) -> str:
    """A heading without what only says that something is given to whoever follows."""
    flat = " ".join(text.split()).strip(" :*.–-")
    flat = _BEFORE.sub("", flat)
    return _ARTICLE.sub("", flat).strip() or " ".join(text.split())


def _of_kind(record: Record) -> str:
    words = str(kinds()[record.kind]._meta.verbose_name)
    return words[:1].upper() + words[1:]
