"""From what people type to a question: the decision itself, the place, the service, the amount."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from math import log

from .amounts import Amount, amount_within
from .scheme import Matter, Scheme

LONGEST = 200
"""Characters. A question is a few words."""


class SeveralNamed(ValueError):
    """Words that name several places or services; the message says which, and what to do."""

    def __init__(self, what: str, names: Iterable[str]):
        super().__init__(f"The question names several {what}s: {', '.join(names)}. Ask for one.")


@dataclass(frozen=True, slots=True)
class Understood:
    """What was made of the words: the matters that fit, the best first, and what else they name.

    `clear`: the first of them is meant. Otherwise it has to be asked which, also where only one
    fits in part; none: nothing fits. `read` are words taken for others, spelt nearly so, `left`
    those that say nothing to this scheme.
    """

    matters: tuple[Matter, ...]
    clear: bool = False
    place: str = ""
    service: str = ""
    amount: Amount | None = None
    read: tuple[tuple[str, str], ...] = ()
    left: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """How the words were read, as far as that needs saying."""
        return (
            *([self.amount.said] if self.amount else []),
            *(f"“{typed}” taken for “{meant}”" for typed, meant in self.read),
            *(f"“{word}” left out: {_why_left(word)}" for word in self.left),
        )


def _why_left(word: str) -> str:
    if word.isdecimal():
        return f"if it is an amount, write £{word}"
    return "the scheme does not use the word"


# What people put around a matter and what says nothing of which one it is.
_FILLER_WORDS = """
a an the of for in on at to by with and or any as is are be do does it its this that these i me my
we our us you your they them somebody someone anybody anyone person people who whom whose what which
when where how much many may can could should would must might will shall need needs have has had
want wants like please tell whether if level limit amount amounts money worth pound pounds over
under above below up than more within from let lets get
"""
_FILLER = frozenset(_FILLER_WORDS.split())
# Of these a matter's name has one, and a question any: “who approves” stands for “who decides”.
_FRAME_WORDS = """
approve approves approved approving approval decide decides decided deciding decision authorise
authorises authorised authorising authorisation authorize authorized authority agree agrees agreed
allow allows allowed permit permission responsible power powers
"""
_FRAME = frozenset(_FRAME_WORDS.split())


def understood(scheme: Scheme, text: str, *, service: str = "") -> Understood:
    """The matters of this scheme that the words may mean, with what else they name.

    Clear is what the scheme itself calls so: all of its words, or all words asked of one matter
    alone. *service* is one that was chosen beside the words. Raises AmountUnreadable and
    SeveralNamed.
    """
    amount, rest = amount_within(text)
    index = _index(tuple(scheme.matters.values()))
    if found := index.by_ref(rest):
        return Understood((found,), clear=True, amount=amount)
    typed = _words(rest)
    read = _respelt(typed, scheme, index)
    words = [read.get(word, word) for word in typed]
    place = _named("place", scheme.places, words)
    chosen, service = service, _named("service", scheme.services, words)
    of_place = _stems(scheme.places[place]) if place else frozenset()
    of_service = _stems(scheme.services[service]) if service else frozenset()
    # What names a place or a service may be part of a matter's own name: so first all of it.
    for takes_place, takes_service in _tries(place, service):
        kept = (frozenset() if takes_place else of_place) | (
            frozenset() if takes_service else of_service
        )
        taken = (of_place | of_service) - kept
        last = takes_place == bool(place) and takes_service == bool(service)
        if not (last or kept <= index.vocabulary):
            continue
        asked = [word for word in words if _stem(word) not in taken]
        known = [word for word in asked if word in _FRAME or _stem(word) in index.vocabulary]
        left = [word for word in asked if word not in known and word not in _FILLER]
        elsewhere = [
            _stems(name)
            for key, name in scheme.services.items()
            if (takes_service or chosen) and key not in (service, chosen)
        ]
        matters, clear = index.fitting(known, elsewhere, in_part=last)
        if matters or last:
            of_matter = [word for word in known if word not in _FILLER | _FRAME]
            if left and len(of_matter) <= max(1, len(left)):
                clear = False
            return Understood(
                matters,
                clear,
                place if takes_place else "",
                service if takes_service else "",
                amount,
                tuple(read.items()),
                tuple(dict.fromkeys(left)),
            )
    raise AssertionError("The last try always returns.")


def _tries(place: str, service: str) -> Iterator[tuple[bool, bool]]:
    """Whether the words of the place, and of the service, are set aside."""
    yield False, False
    if place:
        yield True, False
    if service:
        yield False, True
    if place and service:
        yield True, True


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words for a matter, as stems: all of them, and those that tell it from others."""

    whole: frozenset[str]
    content: frozenset[str]


@dataclass(frozen=True)
class _Entry:
    matter: Matter
    name: _Phrase
    others: tuple[_Phrase, ...]
    union: frozenset[str]

    @property
    def phrases(self) -> tuple[_Phrase, ...]:
        return (self.name, *self.others)


class _Index:
    """The matters of a scheme by their words."""

    def __init__(self, matters: Iterable[Matter]):
        self.entries = tuple(_entry(matter) for matter in matters)
        self.spelt: dict[str, str] = {}
        self.number: dict[str, int] = {}
        for entry in self.entries:
            for stem in entry.union:
                self.number[stem] = self.number.get(stem, 0) + 1
            for phrase in (entry.matter.name, *entry.matter.words):
                for word in _words(phrase):
                    self.spelt.setdefault(word, _stem(word))
        self.vocabulary = frozenset(self.spelt.values())
        self.refs = {entry.matter.ref: entry.matter for entry in self.entries if entry.matter.ref}

    def by_ref(self, text: str) -> Matter | None:
        """The matter of which the text is the number in the scheme, with or without its title."""
        found = re.fullmatch(r"(?:[a-z]+\s+)?(\d{1,3}(?:\.\d{1,3})+)", text.strip().lower())
        return self.refs.get(found[1]) if found else None

    def fitting(
        self, words: list[str], elsewhere: Collection[frozenset[str]], *, in_part: bool
    ) -> tuple[tuple[Matter, ...], bool]:
        """The matters that fit, the best first, and whether the first is clearly meant.

        *elsewhere*: the names of services that are not asked about; a matter that names one is for
        that alone. *in_part*: where none has all of the words, those that have the most of them,
        never clear.
        """
        whole = frozenset(_stem(word) for word in words if word not in _FILLER)
        wanted = frozenset(
            _stem(word) for word in words if word not in _FILLER and word not in _FRAME
        )
        if not wanted:
            return (), False
        if named := [each for each in self.entries if each.name.whole == whole]:
            return tuple(each.matter for each in named), len(named) == 1
        entries = [
            each
            for each in self.entries
            if not any(service and service <= each.name.content for service in elsewhere)
        ]
        full = [each for each in entries if any(wanted <= one.content for one in each.phrases)]
        if full:
            exact = [each for each in full if any(wanted == one.content for one in each.phrases)]
            rivals = [
                each
                for each in full
                if each not in exact[:1] and (len(wanted) == 1 or wanted <= each.name.content)
            ]
            clear = len(full) == 1 or (len(exact) == 1 and not rivals)
            return self._ordered(full, wanted, whole), clear
        if spread := [each for each in entries if wanted <= each.union]:
            return self._ordered(spread, wanted, whole), len(spread) == 1 and len(wanted) > 1
        return (self._in_part(wanted, whole), False) if in_part else ((), False)

    def _in_part(self, wanted: frozenset[str], whole: frozenset[str]) -> tuple[Matter, ...]:
        """Those that share the most, a word counting the more the fewer matters have it."""
        many = len(self.entries)
        weight = {stem: log(1 + many / self.number.get(stem, 1)) for stem in wanted}
        shared = [
            (max(sum(weight[stem] for stem in one.content & wanted) for one in each.phrases), each)
            for each in self.entries
        ]
        best = max((score for score, _ in shared), default=0)
        near = [each for score, each in shared if best and score >= best * 0.7]
        return self._ordered(near, wanted, whole)

    def _ordered(
        self, entries: list[_Entry], wanted: frozenset[str], whole: frozenset[str]
    ) -> tuple[Matter, ...]:
        """The nearest first: few other words in their phrase, then the verb that was asked with."""

        def nearness(each: _Entry) -> tuple[float, int, int]:
            best = max(
                len(one.content & wanted) / len(one.content | wanted) for one in each.phrases
            )
            return (-best, -len(each.name.whole & whole), self.entries.index(each))

        return tuple(each.matter for each in sorted(entries, key=nearness))


@lru_cache(maxsize=64)
def _index(matters: tuple[Matter, ...]) -> _Index:
    return _Index(matters)


def _entry(matter: Matter) -> _Entry:
    name, *others = (_phrase(each) for each in (matter.name, *matter.words))
    union = frozenset[str]().union(*(one.content for one in (name, *others)))
    return _Entry(matter, name, tuple(others), union)


def _phrase(text: str) -> _Phrase:
    words = [word for word in _words(text) if word not in _FILLER]
    content = frozenset(_stem(word) for word in words if word not in _FRAME)
    whole = frozenset(_stem(word) for word in words)
    return _Phrase(whole, content or whole or _stems(text) or frozenset({""}))


def _respelt(typed: list[str], scheme: Scheme, index: _Index) -> dict[str, str]:
    """Words that nobody here uses, by the one that they are nearly spelt like."""
    also = {word for name in (*scheme.places.values(), *scheme.services.values())
            for word in _words(name)}  # fmt: skip
    known = index.vocabulary | {_stem(word) for word in also}
    found: dict[str, str] = {}
    for word in typed:
        if len(word) < 5 or word in _FILLER | _FRAME or _stem(word) in known or word.isdigit():
            continue
        for meant in get_close_matches(word, [*index.spelt, *also], n=1, cutoff=0.83):
            found[word] = meant
    return found


def _named(what: str, names: Mapping[str, str], words: list[str]) -> str:
    """The one whose whole name stands among the words; of two in one another the longer."""
    stems = {_stem(word) for word in words}
    found = {
        key: content
        for key, name in names.items()
        if (content := _stems(name)) and content <= stems
    }
    longest = [
        key
        for key, content in found.items()
        if not any(content < other for other in found.values())
    ]
    if len(longest) > 1:
        raise SeveralNamed(what, (names[key] for key in longest))
    return longest[0] if longest else ""


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _words(text) if word not in _FILLER)


def _words(text: str) -> list[str]:
    """The words of a text in small letters; “children's” is one with “children”."""
    return re.findall(r"[^\W_]+", re.sub(r"['’]s\b|['’]", "", text.lower()))


_ENDINGS = (
    ("ications", 3), ("ication", 3), ("ations", 3), ("ation", 3), ("ating", 4), ("ated", 4),
    ("ate", 4), ("ments", 3), ("ment", 3), ("ing", 3), ("ed", 4),
)  # fmt: skip


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """A word without the endings that say nothing of the matter: “variations” is “var” as “vary”
    is, “terminating” is “termin”. Only ever compared with other stems."""
    if word.endswith("ies") and len(word) > 4:
        word = f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    for ending, least in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            if ending in ("ing", "ed") and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if word.endswith("e") and len(word) > 4:
        return word[:-1]
    return word[:-1] if word.endswith(("y", "i")) and len(word) > 3 else word
