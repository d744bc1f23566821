"""The edition that a workbook is read against: what there is, by key, by name, by reference."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, Final

from opmodel.editions.models import Edition
from opmodel.editions.records import Record
from opmodel.editions.snapshot import Snapshot, take

_APART: Final = re.compile(r"[^a-z0-9]+")
_SMALL: Final = frozenset(["a", "an", "and", "for", "in", "of", "on", "the", "to", "with"])
_LONGEST_KEY: Final = 120
_OFTEN: Final = 200
"""Characters of what is compared again and again, and so remembered: names, not paragraphs."""
NEAR: Final = 0.84
"""How alike two names are that one may be the other misspelt."""


def folded(text: str) -> str:
    """Text for comparing: plain lower-case letters and digits, single spaces, & as and."""
    return _folded(text) if len(text) <= _OFTEN else _folded.__wrapped__(text)


@lru_cache(maxsize=2**15)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return _APART.sub(" ", letters).strip()


def initials(name: str) -> str:
    """The first letters of a name: fic for Finance and Investment Committee."""
    words = [word for word in folded(name).split() if word not in _SMALL]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


@dataclass
class Base:
    """The records of an edition, and how people may refer to them."""

    snapshot: Snapshot
    organisation: str = ""
    organisation_names: tuple[str, ...] = ()
    by_key: dict[str, Record] = field(default_factory=dict)
    by_kind: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    _taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for record in self.snapshot.records:
            self.by_key[record.key] = record
            self.by_kind[record.kind].append(record)

    @classmethod
    def of(cls, edition: Edition) -> Base:
        """Everything an edition holds. A fixed number of queries."""
        organisation = edition.organisation
        names = (organisation.name, organisation.short_name)
        return cls(take(edition), organisation.slug, tuple(filter(None, names)))

    @classmethod
    def empty(cls, organisation: str) -> Base:
        """An edition that holds nothing yet."""
        return cls(Snapshot({"organisation": organisation}, [], []), organisation)

    def afresh(self) -> Base:
        """The same, for reading another workbook: without the keys that were made for the last."""
        again = copy(self)
        again._taken = set()
        return again

    def of_kinds(self, kinds: Collection[str]) -> Iterator[Record]:
        for kind in kinds:
            yield from self.by_kind.get(kind, ())

    def pointing(self, kind: str, **values: Any) -> list[Record]:
        """The records of a kind that have these values."""
        index = self._index(kind, tuple(values))
        return index.get(tuple(values.values()), [])

    def _index(self, kind: str, names: tuple[str, ...]) -> dict[tuple[Any, ...], list[Record]]:
        kept: dict[Any, Any] = self.__dict__.setdefault("_indexes", {})
        if (kind, names) not in kept:
            index: dict[tuple[Any, ...], list[Record]] = defaultdict(list)
            for record in self.by_kind.get(kind, ()):
                index[tuple(record.values.get(name) for name in names)].append(record)
            kept[kind, names] = index
        found: dict[tuple[Any, ...], list[Record]] = kept[kind, names]
        return found

    def name(self, key: str) -> str:
        """What an element is called."""
        record = self.by_key.get(key)
        return str(record.values.get("name", key)) if record else key

    def new_key(self, *words: str) -> str:
        """A key for something new, made of words, that nothing here has."""
        slug = "-".join(filter(None, (folded(word).replace(" ", "-") for word in words)))
        slug = slug[: _LONGEST_KEY - 6].strip("-") or "entry"
        key, number = slug, 1
        while key in self.by_key or key in self._taken:
            number += 1
            key = f"{slug}-{number}"
        self._taken.add(key)
        return key


def names_of(record: Record) -> Iterator[str]:
    """Everything an element is called."""
    yield str(record.values.get("name", ""))
    yield from record.values.get("also_known_as", ())


class Names:
    """Finds elements of some kinds by what people call them."""

    def __init__(self, base: Base, kinds: Iterable[str], extra: dict[str, str] | None = None):
        self.records = list(base.of_kinds(tuple(kinds)))
        self._by_name: dict[str, list[Record]] = defaultdict(list)
        self._by_initials: dict[str, list[Record]] = defaultdict(list)
        for record in self.records:
            for name in names_of(record):
                self._add(self._by_name, folded(name), record)
            self._add(self._by_name, folded(record.key), record)
            self._add(self._by_initials, initials(str(record.values.get("name", ""))), record)
        for name, key in (extra or {}).items():
            if key in base.by_key:
                self._add(self._by_name, folded(name), base.by_key[key])

    @staticmethod
    def _add(index: dict[str, list[Record]], name: str, record: Record) -> None:
        if name and record not in index[name]:
            index[name].append(record)

    def exactly(self, text: str) -> list[Record]:
        """Those called just that: by a name, or else by the first letters of one."""
        name = folded(text)
        return self._by_name.get(name) or self._by_initials.get(name.replace(" ", ""), [])

    def nearly(self, text: str, most: int = 5, least: float = 0.5) -> list[tuple[float, Record]]:
        """Those called something like it, the nearest first."""
        name = folded(text)
        scored: dict[str, tuple[float, Record]] = {}
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(name)
        for known, records in self._by_name.items():
            matcher.set_seq1(known)
            if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
                continue
            score = matcher.ratio()
            if score >= least:
                for record in records:
                    if score > scored.get(record.key, (0.0, record))[0]:
                        scored[record.key] = (score, record)
        return sorted(scored.values(), key=lambda each: (-each[0], each[1].key))[:most]
