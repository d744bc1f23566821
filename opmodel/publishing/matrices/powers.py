"""What the matrices of a scheme read of it, narrow it by, and say of each power."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import F

from governance.deciding.loading import scheme_of
from governance.deciding.scheme import Holder, Matter, Power, Scheme
from governance.models import Category, Decision, Delegation
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Standing
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.drawn import OUR_READING, SETTLED
from opmodel.publishing.filters import FormField
from opmodel.publishing.time_bar import STANDINGS
from opmodel.publishing.words import day

from .definition import Counts, Given, choice, words
from .holders import WHOSE, Order, order_of
from .matrix import Tone

Type, Part = Delegation.Type, Delegation.Part

ON_CONDITIONS: Final = "On conditions"
NO_POWER: Final = "Gives no power"

PARTS: Final[dict[str, tuple[str, str, Tone]]] = {
    "reserved": ("Reserved", "kept by the holder and given to nobody else", "strong"),
    Part.APPROVES: ("Approves", "decides, as far as the limit reaches", "firm"),
    Part.RECOMMENDS: ("Recommends", "before somebody else decides", "light"),
    Part.CONSULTED: ("Is consulted", "before somebody else decides", "light"),
    Part.SIGNS: ("Signs", "what somebody else has decided", "light"),
    Part.TOLD: ("Is told", "afterwards", ""),
}
"""The parts in a decision: word, meaning, tone."""

APPROVING: Final[dict[str, tuple[str, str, Tone]]] = {
    Type.JOINT: ("Approves jointly", "together with the others who do", "firm"),
    Type.URGENT: ("Approves if urgent", "where it cannot wait for those who decide", "firm"),
    Type.RESIDUAL: ("Approves what remains", "whatever nobody else holds", "firm"),
    Type.ADVISORY: ("May recommend", "may not decide", "light"),
    Type.INTENDED: ("Intended", "meant to be given, and not yet given", "open"),
    Type.NONE: ("Not delegated", "stays where it is", "open"),
}
"""How somebody approves, where that needs another word."""

# How a scheme says that there is no limit; what most of its cells would say.
_BOUNDLESS: Final = frozenset({"", "all cases", "any amount", "no limit", "unlimited"})

KEPT: Final = (
    ("reserved", "Reserved"),
    ("non-delegable", "May not be delegated"),
    ("nobody", "Nobody approves"),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """What stands of a decision outside the scheme that can be asked."""

    position: int
    standing: str
    function: str
    law: str


@dataclass(frozen=True)
class Read:
    """A scheme with what a matrix shows of it. `powers` are those of its decisions."""

    edition: Edition
    asked: Asked
    scheme: Scheme
    order: Order
    categories: dict[str, tuple[int, str]]
    facts: dict[str, Fact]
    readings: frozenset[str]

    @cached_property
    def powers(self) -> tuple[Power, ...]:
        return tuple(each for each in self.scheme.powers if each.decision in self.scheme.matters)

    def category(self, matter: Matter) -> str:
        _, name = self.categories.get(matter.category, (0, ""))
        return name

    def url(self, kind: str, key: str) -> str:
        if not key:
            return ""
        of_kind = f"{addresses.of_edition(self.edition)}{kinds()[kind].plural}/"
        return f"{of_kind}{key}/{self.asked.carried}"

    def url_of(self, holder: Holder) -> str:
        return self.url(holder.kind, holder.key)


def holds_a_scheme(_edition: Edition, counts: Counts) -> bool:
    return Decision in counts and Delegation in counts


def read_scheme(edition: Edition, asked: Asked) -> Read:
    """The scheme of an edition that passed its gate. Five queries besides those of the scheme."""
    scheme = scheme_of(edition)
    decisions = Decision.objects.filter(edition=edition).values_list(
        "key", "position", "standing", F("function__name"), F("legal_basis__name")
    )
    read_so = Delegation.objects.filter(edition=edition).exclude(reading="")
    return Read(
        edition=edition,
        asked=asked,
        scheme=scheme,
        order=order_of(edition, {power.holder for power in scheme.powers}),
        categories={each.code: (each.rank, each.name) for each in Category.objects.all()},
        facts={
            key: Fact(position, standing, function or "", law or "")
            for key, position, standing, function, law in decisions
        },
        readings=frozenset(read_so.values_list("key", flat=True)),
    )


# ---- What it is narrowed to ----

ASKS: Final = ("category", "holder", "whose", "part", "place", "kept", "text")


def fields(read: Read, powers: Iterable[Power], given: Given) -> tuple[FormField, ...]:
    """What a matrix of these powers may be narrowed by."""
    powers = list(powers)
    scheme = read.scheme
    holders = sorted({power.holder for power in powers if power.holder.key}, key=read.order.place)
    matters = [scheme.matters[key] for key in dict.fromkeys(power.decision for power in powers)]
    used = {matter.category for matter in matters}
    parts = {part_of(power) for power in powers}
    sorts = {read.order.whose(holder) for holder in holders}
    places = {place for power in powers for place in power.places}
    return (
        *choice(
            "category",
            "Category",
            given,
            ((code, name) for code, (_, name) in read.categories.items() if code in used),
        ),
        *choice("holder", "Holder", given, ((each.key, each.name) for each in holders)),
        *choice(
            "whose", "Holders of one kind", given, (each for each in WHOSE if each[0] in sorts)
        ),
        *choice("part", "Part", given, ((part, PARTS[part][0]) for part in PARTS if part in parts)),
        *choice(
            "place",
            "Only for a place",
            given,
            ((key, name) for key, name in scheme.places.items() if key in places),
        ),
        *choice("kept", "Which decisions", given, KEPT),
        *words(given),
    )


def wanted(read: Read, given: Given) -> dict[str, tuple[Power, ...]]:
    """The powers to show, by decision, as the reader asked; decisions without any are left out.

    Whoever asks for a place sees what is for it alone, and beside it what is for every place. For
    the whole scheme, decisions are here for which nobody is named.
    """
    found = {}
    for key, matter in read.scheme.matters.items():
        powers = read.scheme.by_decision.get(key, ())
        if _fits(read, matter, powers, given):
            shown = tuple(each for each in powers if _is_shown(read, each, given))
            if _answers(shown, given):
                found[key] = shown
    return found


def _fits(read: Read, matter: Matter, powers: tuple[Power, ...], given: Given) -> bool:
    kept = given.get("kept", "")
    return (
        given.get("category", "") in ("", matter.category)
        and (
            not kept
            or (kept == "reserved" and any(part_of(each) == "reserved" for each in powers))
            or (kept == "non-delegable" and matter.non_delegable)
            or (kept == "nobody" and not any(each.part == Part.APPROVES for each in powers))
        )
        and _says(read, matter, powers, given.get("text", ""))
    )


def _is_shown(read: Read, power: Power, given: Given) -> bool:
    place = given.get("place", "")
    return (
        given.get("part", "") in ("", part_of(power))
        and given.get("whose", "") in ("", read.order.whose(power.holder))
        and (not place or not power.places or bool(power.places & read.scheme.within(place)))
    )


def _answers(shown: tuple[Power, ...], given: Given) -> bool:
    """Whether the powers of a decision are what was asked for."""
    holder, place = given.get("holder", ""), given.get("place", "")
    if holder and not any(each.holder.key == holder for each in shown):
        return False
    if place and not any(each.places for each in shown):
        return False
    return bool(shown) or not (given.get("part") or given.get("whose"))


def _says(read: Read, matter: Matter, powers: tuple[Power, ...], text: str) -> bool:
    """Whether every word that was asked for stands with a decision or with whoever holds it."""
    asked = text.casefold().split()
    if not asked:
        return True
    said = [matter.ref, matter.name, *matter.words, matter.summary, read.category(matter)]
    said += [said for each in powers for said in (each.holder.name, each.conditions, each.limit)]
    everything = "\n".join(said).casefold()
    return all(word in everything for word in asked)


# ---- In which order ----


def by_reference(read: Read, matter: Matter) -> tuple[list[int], str, int]:
    """Where a decision stands by its number in the scheme; those without one at the end."""
    numbers = [int(each) for each in re.findall(r"[0-9]+", matter.ref)] or [10**6]
    return numbers, matter.ref, read.facts[matter.key].position


def by_name(_read: Read, matter: Matter) -> str:
    return matter.name.casefold()


# ---- What is said of a power ----


def part_of(power: Power) -> str:
    """The part in a decision that a power gives: one of PARTS."""
    reserved = power.part == Part.APPROVES and power.type == Type.RESERVED
    return "reserved" if reserved else power.part


def part_words(power: Power) -> tuple[str, Tone]:
    """The word for a power's part, and how strongly it is coloured."""
    if power.type in (Type.INTENDED, Type.NONE) or power.part == Part.APPROVES:
        word = APPROVING.get(power.type)
        if word:
            return word[0], word[2]
    word = PARTS[part_of(power)]
    return word[0], word[2]


def limit_lines(power: Power) -> tuple[str, ...]:
    """How far a power reaches, a line for each limit; nothing where it reaches to all cases."""
    return lines_of_limit(power.limit)


def lines_of_limit(limit: str) -> tuple[str, ...]:
    """A limit in the words of a scheme, a line for each; nothing where there is none."""
    if limit.strip().casefold() in _BOUNDLESS:
        return ()
    first, *others = limit.split("; ")
    return (first, *(each[:1].upper() + each[1:] for each in others))


def scope(read: Read, power: Power) -> Iterator[str]:
    """For which places and services alone a power is, where its limit does not say so."""
    for word, keys, names in (
        ("in", power.places, read.scheme.places),
        ("for", power.services, read.scheme.services),
    ):
        called = [name for key, name in names.items() if key in keys]
        if called and not all(name in power.limit for name in called):
            yield f"only {word} {', '.join(called)}"


def dates(read: Read, power: Power) -> Iterator[str]:
    """Since or until when it has effect, where that is not simply now."""
    on = read.asked.moment.on
    if power.effective_until:
        word = "ended on" if power.effective_until < on else "until"
        yield f"{word} {day(power.effective_until)}"
    if power.effective_from and power.effective_from > on:
        yield f"from {day(power.effective_from)}"


def tags(read: Read, power: Power) -> tuple[str, ...]:
    """Words about how a power stands."""
    return tuple(
        filter(
            None,
            (
                ON_CONDITIONS if power.conditions else "",
                NO_POWER if power.without_effect else "",
                *dates(read, power),
                *standing(power.standing),
                OUR_READING if power.key in read.readings else "",
            ),
        )
    )


def standing(value: str) -> tuple[str, ...]:
    """The word for a standing that must not be taken for settled."""
    return () if value in SETTLED else (STANDINGS[Standing(value)].word,)


def the(holder: Holder) -> str:
    """The holder within a sentence: committees and posts with their article."""
    return f"the {holder.name}" if holder.kind in ("post", "committee") else holder.name
