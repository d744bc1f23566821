"""From what the rows of a scheme say to statements about decisions, delegations and limits."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from governance.models import Category, Decision, Delegation, Limit, Transaction
from opmodel.editions.records import Record

from .base import NEAR, Base, folded, names_of
from .findings import Findings, Statement
from .matrices.powers import band_of, wording, words_after
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
        self._said: dict[tuple[str, str, str], tuple[Cell, Said]] = {}
        self._categories = list(Category.objects.values_list("code", "name"))
        self._transactions = list(Transaction.objects.values_list("code", "name"))

    def _note(self, name: str, record: Record) -> None:
        for each in {folded(name), _bare(name)}:
            if each and record not in self._by_name[each]:
                self._by_name[each].append(record)

    # ---- Decisions ----

    def decision(self, cell: Cell, text: str, ref: Cell | None, category: str = "") -> str:
        """The key of the decision that a row is about: one of the edition's, or a new one.

        Empty where that cannot be told: the cell is refused then.
        """
        text = " ".join(text.split())
        if len(text) > _LONGEST_NAME:
            self.findings.refused(
                cell,
                f"The decision's name has {len(text):,} characters; at most {_LONGEST_NAME} fit.",
                "Shorten it, and put the rest under conditions.",
            )
            return ""
        if self._is_of_two(cell, text, ref):
            return ""
        found = self._decision(cell, text, ref)
        if found is not None:
            statement = self._statement("decision", found.key)
            if _bare(text) not in map(_bare, names_of(found)):
                statement.say("name", text, cell.at)
            same = folded(text) == folded(str(found.values["name"]))
            if ref is not None and same and not found.values.get("ref"):
                statement.say("ref", ref.text, ref.at)
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
            statement.say("ref", ref.text, ref.at)
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

    def _called(self, text: str) -> list[Record]:
        return self._by_name.get(folded(text)) or self._by_name.get(_bare(text), [])

    def _is_of_two(self, cell: Cell, text: str, ref: Cell | None) -> bool:
        """Whether the number is that of one decision and the words are those of another: powers
        would go to the wrong one. Refuses the cell then."""
        numbered = self._by_ref.get(_ref(ref.text)) if ref is not None else None
        named = self._called(text)
        if numbered is None or not named or numbered in named:
            return False
        other = " ".join(
            filter(None, (str(named[0].values.get("ref", "")), f"“{named[0].values['name']}”"))
        )
        self.findings.refused(
            cell,
            f"{numbered.values['ref']} is “{numbered.values['name']}” in the edition, but the "
            f"words are those of {other}.",
            "Correct one of them.",
        )
        return True

    def _decision(self, cell: Cell, text: str, ref: Cell | None) -> Record | None:
        named = self._called(text)
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
        statement.say("name", self._limit_name(delegation, band), at)
        statement.say("delegation", delegation, at)
        for name, value in band.values().items():
            if value is not None:
                statement.say(name, value, at)

    def _limit_name(self, delegation: str, band: Reach) -> str:
        """What a limit is called: the decision, whoever has the power, how far it reaches."""
        words = wording(band) if band.is_bounded else band.words()
        stated = self.findings.statements.get(delegation)
        there = self.base.by_key.get(delegation)
        power = (there.values if there else {}) | (stated.values if stated else {})
        holder = str(power.get("holder", ""))
        who = self.base.name(holder) if holder else str(power.get("held_by", ""))
        decision = self._name_of(str(power["decision"])) if "decision" in power else ""
        about = ", ".join(filter(None, (decision[:140], who[:60])))
        return f"{about}: {words}" if about else words[:1].upper() + words[1:]

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
        if len(stated) < len(there):
            self._fewer(record, stated, there, said, cell)
            return
        becoming = [*self._limits(record, stated, there, cell), *stated[len(there) :]]
        self._now(record, there, becoming, cell)
        for band in stated[len(there) :]:
            self.add_limit(record.key, band, cell.at)

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
        self._statement("delegation", record.key).say("limit", _limit_words(said), cell.at)
        self._call(record, [band_of(each) for each in there], [], cell)
        for limit in there:
            gone = self._statement("limit", limit.key)
            gone.removed = True
            gone.at.setdefault("", cell.at)

    def _now(self, record: Record, there: list[Record], becoming: list[Reach], cell: Cell) -> None:
        """The words of a power that say how far it reaches, from now on."""
        words = None
        if len(there) == len(becoming) == 1:
            kept = str(record.values.get("limit", ""))
            words = words_after(kept, band_of(there[0]), becoming[0])
        words = (words or "; ".join(map(wording, becoming)))[:200]
        statement = self._statement("delegation", record.key)
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
            changed = self._statement("limit", limit.key)
            was = band_of(limit)
            now = _becoming(was, band)
            becoming.append(now)
            for name, value in band.values().items():
                if name in ("above", "up_to", "includes_above", "includes_up_to") or _is_said(
                    band, name
                ):
                    changed.say(name, value, cell.at)
            called = words_after(str(limit.values.get("name", "")), was, now)
            changed.say("name", called or self._limit_name(record.key, now), cell.at)
        return becoming

    def _call(self, record: Record, was: list[Reach], now: list[Reach], cell: Cell) -> None:
        """The name of a power that repeats its one limit says the new one. Where it says an amount
        otherwise, it stays, and that is told."""
        name = str(record.values.get("name", ""))
        called = None
        if len(was) == len(now) == 1:
            called = words_after(name, was[0], now[0])
        if called is not None and called != name:
            self._statement("delegation", record.key).say("name", called[:_LONGEST_NAME], cell.at)
        elif called is None and "£" in name:
            self.findings.doubted(cell, f"The power is still called “{name[:120]}”.", "Check it.")

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


def _content(said: Said) -> tuple[object, ...]:
    """What a cell says of a power, without how it says it."""
    return said.type, frozenset(said.bands), folded(said.conditions)


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
