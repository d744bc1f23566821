"""From what the rows of a scheme say to statements about decisions, delegations and limits."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import Final

from governance.models import Category, Decision, Delegation, Transaction
from opmodel.editions.records import Record

from .base import NEAR, Base, folded, names_of
from .findings import Findings, Statement
from .naming import Named
from .reading import At, Cell
from .words import Reach, Said

Part, Type = Delegation.Part, Delegation.Type

_VERBS: Final = {
    "approve": "approve", "agree": "agree", "determine": "determine", "adopt": "adopt",
    "appoint": "appoint", "authorise": "authorise", "authorize": "authorise", "receive": "receive",
    "review": "review", "oversee": "oversee", "sign": "sign",
}  # fmt: skip
_LEADING: Final = re.compile(
    r"^(approv(e|al|ing)(\s+of)?|agree(ment)?(\s+of)?|determin(e|ation)(\s+of)?|adopt(ion)?(\s+of)?"
    r"|appoint(ment)?(\s+of)?|authoris(e|ation)(\s+of)?|recommend(ation)?(\s+of)?|receive"
    r"|review|oversee"
    r"|sign|to)\s+",
    re.IGNORECASE,
)
_PART_SAID: Final = {
    Part.APPROVES: "approves", Part.RECOMMENDS: "recommends", Part.CONSULTED: "is consulted",
    Part.SIGNS: "signs", Part.TOLD: "is told",
}  # fmt: skip
_SMALL: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "under",
        "with",
    ]
)
_ALIKE: Final = 0.6
_LONGEST_NAME: Final = 300


class Stating:
    """Turns what was understood into statements, each field with the cell that says it."""

    def __init__(self, base: Base, findings: Findings):
        self.base = base
        self.findings = findings
        self._by_ref: dict[str, Record] = {}
        self._by_name: dict[str, list[Record]] = defaultdict(list)
        for record in base.by_kind.get("decision", ()):
            self._by_ref.setdefault(_ref(str(record.values.get("ref", ""))), record)
            for name in names_of(record):
                self._note(name, record)
        self._by_ref.pop("", None)
        self._by_word: dict[str, list[Record]] = defaultdict(list)
        for record in base.by_kind.get("decision", ()):
            for word in _telling(str(record.values["name"])):
                self._by_word[word].append(record)
        self._new: dict[str, str] = {}
        self._said: dict[tuple[str, str, str], Cell] = {}
        self._categories = list(Category.objects.values_list("code", "name"))
        self._transactions = list(Transaction.objects.values_list("code", "name"))

    def _note(self, name: str, record: Record) -> None:
        for each in {folded(name), _bare(name)}:
            if each and record not in self._by_name[each]:
                self._by_name[each].append(record)

    # ---- Decisions ----

    def decision(self, cell: Cell, text: str, ref: Cell | None, category: str = "") -> str:
        """The key of the decision that a row is about: one of the edition's, or a new one."""
        text = " ".join(text.split())[:_LONGEST_NAME]
        found = self._decision(cell, text, ref)
        if found is not None:
            statement = self._statement("decision", found.key)
            if _bare(text) not in map(_bare, names_of(found)):
                statement.say("name", text, cell.at)
            same = folded(text) == folded(str(found.values["name"]))
            if ref is not None and same and not found.values.get("ref"):
                statement.say("ref", ref.text[:20], ref.at)
            return found.key
        called = {folded(text), _bare(text)}
        if known := next((self._new[name] for name in called if name in self._new), ""):
            self.findings.understood(cell, "A decision that stands in the workbook already.")
            return known
        key = self.base.new_key(text[:80])
        self._new.update(dict.fromkeys(called - {""}, key))
        statement = self._statement("decision", key, new=True)
        statement.say("name", text, cell.at)
        if ref is not None:
            statement.say("ref", ref.text[:20], ref.at)
        if category:
            statement.say("category", category, cell.at)
        verb = _VERBS.get(folded(text).partition(" ")[0])
        if verb and verb != Decision.Verb.APPROVE:
            statement.say("verb", verb, cell.at)
        like = self._like(text)
        if like is None:
            self.findings.understood(cell, "A decision that the edition does not have yet.")
        else:
            said = " ".join(
                filter(None, (str(like.values.get("ref", "")), str(like.values["name"])))
            )
            self.findings.doubted(
                cell,
                f"Taken for a new decision; the edition has one that reads much the same: "
                f"“{said}”.",
                "If that is meant, write it so, or with its number.",
            )
        return key

    def _like(self, text: str) -> Record | None:
        """A decision of the edition that has nearly the same words."""
        words = _telling(text)
        shared = Counter(
            each.key for word in words for each in self._by_word.get(word, ()) if len(words) > 1
        )
        for key, number in shared.most_common(3):
            record = self.base.by_key[key]
            if number / len(words | _telling(str(record.values["name"]))) >= _ALIKE:
                return record
        return None

    def is_called(self, text: str) -> bool:
        """Whether a decision of the edition is called just that, verb and all."""
        name = folded(text)
        return any(
            name == folded(called)
            for record in self._by_name.get(name, ())
            for called in names_of(record)
        )

    def knows(self, text: str, ref: Cell | None) -> bool:
        """Whether the edition, or the workbook so far, has a decision by this name or number."""
        if ref is not None and _ref(ref.text) in self._by_ref:
            return True
        return any(
            each in self._by_name or each in self._new for each in (folded(text), _bare(text))
        )

    def _decision(self, cell: Cell, text: str, ref: Cell | None) -> Record | None:
        named = self._by_name.get(folded(text)) or self._by_name.get(_bare(text), [])
        numbered = self._by_ref.get(_ref(ref.text)) if ref is not None else None
        if numbered is not None:
            name = str(numbered.values["name"])
            if numbered in named:
                self.findings.understood(cell, f"The decision {numbered.values.get('ref', '')}.")
                return numbered
            if not named and SequenceMatcher(None, folded(name), folded(text)).ratio() > 0.5:
                self.findings.doubted(
                    cell, f"By its number this is “{name}”, worded anew.", "Check the wording."
                )
                return numbered
            if not named:
                self.findings.doubted(
                    cell,
                    f"The edition has another decision under this number: “{name}”. "
                    "This one is taken for a new one.",
                    "Check the number.",
                )
                return None
        if len(named) == 1:
            self.findings.understood(cell, "A decision of the edition.")
            return named[0]
        if len(named) > 1:
            said = ", ".join(
                str(each.values.get("ref") or each.values["name"]) for each in named[:3]
            )
            self.findings.doubted(
                cell, f"Several decisions are called so ({said}); taken for the first.", "Check it."
            )
            return named[0]
        return None

    def category(self, text: str) -> str:
        """The policy area that a heading names; empty where none is called so."""
        return _one_of(text, self._categories)

    def transaction(self, text: str) -> str:
        """The family of transactions that a row of a limits grid is about."""
        return _one_of(text, self._transactions)

    def of_transaction(self, code: str) -> Record | None:
        """The one decision of a family, where it has just one."""
        found = self.base.pointing("decision", transaction=code)
        return found[0] if len(found) == 1 else None

    # ---- Delegations and limits ----

    def power(self, decision: str, named: Named, said: Said, cell: Cell) -> None:
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
        if same in self._said and self._said[same].at != cell.at:
            self.findings.doubted(
                cell, f"Said before, in {self._said[same].at}; only that is taken.", "Say it once."
            )
            return
        self._said[same] = cell
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
        statement = self._statement("delegation", key, new=True)
        name = f"{self._name_of(decision)[:200]}: {holder[:60]} {_PART_SAID[Part(said.part)]}"
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
            statement.say("limit", _limit_words(said), cell.at)
        for band in said.bands:
            if band.is_bounded:
                self.add_limit(key, band, cell.at)

    def add_limit(self, delegation: str, band: Reach, at: At) -> None:
        """States a new limit of a delegation."""
        key = self.base.new_key(delegation[:90], band.words())
        statement = self._statement("limit", key, new=True)
        words = band.words()
        statement.say("name", words[:1].upper() + words[1:], at)
        statement.say("delegation", delegation, at)
        for name, value in band.values().items():
            if value is not None:
                statement.say(name, value, at)

    def _changed(self, record: Record, said: Said, cell: Cell) -> None:
        statement = self._statement("delegation", record.key)
        if said.type == Type.RESERVED and record.values.get("type") != Type.RESERVED:
            statement.say("type", str(Type.RESERVED), cell.at)
        if said.conditions and folded(said.conditions) != folded(
            str(record.values.get("conditions", ""))
        ):
            statement.say("conditions", said.conditions, cell.at)
        if not said.bands:
            return
        stated = [band for band in said.bands if band.is_bounded]
        there = self.base.pointing("limit", delegation=record.key)
        if len(stated) == len(there) and all(
            _says_the_same(band, limit) for band, limit in zip(stated, there, strict=True)
        ):
            return
        statement.say("limit", _limit_words(said), cell.at)
        for band, limit in zip(stated, there, strict=False):
            changed = self._statement("limit", limit.key)
            for name, value in band.values().items():
                if name in ("above", "up_to", "includes_above", "includes_up_to") or _is_said(
                    band, name
                ):
                    changed.say(name, value, cell.at)
            words = band.words()
            changed.say("name", words[:1].upper() + words[1:], cell.at)
        for band in stated[len(there) :]:
            self.add_limit(record.key, band, cell.at)
        for limit in there[len(stated) :]:
            gone = self._statement("limit", limit.key)
            gone.removed = True
            gone.at.setdefault("", cell.at)

    def _name_of(self, decision: str) -> str:
        stated = self.findings.statements.get(decision)
        if stated and "name" in stated.values:
            return str(stated.values["name"])
        return self.base.name(decision)

    def _statement(self, kind: str, key: str, *, new: bool = False) -> Statement:
        return self.findings.statements.setdefault(key, Statement(kind, key, new=new))

    def statement(self, kind: str, key: str, *, new: bool = False) -> Statement:
        """The statement about an element, made where there is none yet."""
        return self._statement(kind, key, new=new)


def _bare(text: str) -> str:
    """The matter of a decision, without what is done about it."""
    return folded(_LEADING.sub("", text))


def _telling(text: str) -> frozenset[str]:
    """The words of a decision that tell it from others."""
    return frozenset(_bare(text).split()) - _SMALL


def _is_said(band: Reach, name: str) -> bool:
    return getattr(band, name) not in ("", None)


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


def _limit_words(said: Said) -> str:
    words = ", ".join(band.words() for band in said.bands)[:200]
    return words[:1].upper() + words[1:]


def _ref(text: str) -> str:
    """A number for comparing: without words before it, dots at its end or noughts."""
    return re.sub(r"^[^0-9]*", "", text).strip(" .)").casefold()


def _one_of(text: str, known: list[tuple[str, str]]) -> str:
    """The code of what a text names: by the whole name, its beginning, or all of its words."""
    name = folded(re.sub(r"^[\s0-9.()]+", "", text))
    if not name:
        return ""
    for code, called in known:
        if name in (folded(called), folded(code)):
            return code
    words = set(name.split()) - {"and", "of", "the", "or", "a", "for"}
    found = [code for code, called in known if words and words <= set(folded(called).split())]
    if len(found) == 1:
        return found[0]
    begins = [code for code, called in known if folded(called).startswith(name)]
    if len(begins) == 1:
        return begins[0]
    near = [
        code
        for code, called in known
        if SequenceMatcher(None, folded(called), name).ratio() >= NEAR
    ]
    return near[0] if len(near) == 1 else ""
