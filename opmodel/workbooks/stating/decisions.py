"""Which decision a row is about: one of the edition's, or a new one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import Final

from governance.models import Category, Decision, Transaction
from opmodel.editions.records import Record
from opmodel.workbooks.base import NEAR, Base, folded, names_of
from opmodel.workbooks.findings import Findings
from opmodel.workbooks.reading import Cell

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
LONGEST_NAME: Final = 300


class Decisions:
    """The decisions of an edition and those that the workbook has added so far."""

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
        self._categories = list(Category.objects.values_list("code", "name"))
        self._transactions = list(Transaction.objects.values_list("code", "name"))

    def _note(self, name: str, record: Record) -> None:
        for each in {folded(name), _bare(name)}:
            if each and record not in self._by_name[each]:
                self._by_name[each].append(record)

    def state(self, cell: Cell, text: str, ref: Cell | None, category: str = "") -> str:
        """The key of the decision that a row is about: one of the edition's, or a new one.

        Empty where that cannot be told: the cell is refused then.
        """
        text = " ".join(text.split())
        if len(text) > LONGEST_NAME:
            self.findings.refused(
                cell,
                f"The decision's name has {len(text):,} characters; at most {LONGEST_NAME} fit.",
                "Shorten it, and put the rest under conditions.",
            )
            return ""
        if self._is_of_two(cell, text, ref):
            return ""
        found = self._decision(cell, text, ref)
        if found is not None:
            statement = self.findings.statement("decision", found.key)
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
        statement = self.findings.statement("decision", key, new=True)
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

    def name_of(self, key: str) -> str:
        """What a decision is called, by its key."""
        stated = self.findings.statements.get(key)
        if stated and "name" in stated.values:
            return str(stated.values["name"])
        return self.base.name(key)


def _bare(text: str) -> str:
    """The matter of a decision, without what is done about it."""
    return folded(_LEADING.sub("", text))


def _telling(text: str) -> frozenset[str]:
    """The words of a decision that tell it from others."""
    return frozenset(_bare(text).split()) - _SMALL


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
