"""One question from its words to its answer: what a page, the API and a command all call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment

from . import words
from .amounts import AmountUnreadable, amount
from .answer import Answer
from .deciding import decide
from .holding import Tenures
from .loading import scheme_of, tenures_of
from .minding import Mind, to_mind
from .question import Question
from .scheme import Matter, Scheme


class QuestionRefused(ValueError):
    """A question that cannot be put; `field` is the part that is wrong, the message says why."""

    def __init__(self, message: str, *, field: str):
        super().__init__(message)
        self.field = field


BASES = ("transaction", "yearly", "lifetime", "cumulative", "weekly", "per-head")
YES, NO = ("true", "yes"), ("false", "no")
"""What may be said where the answer is yes or no; links are written with the first of each."""
PARTS = (
    "q", "decision", "amount", "basis", "so_far", "place", "service", "budgeted", "recurrent",
    "urgent",
)  # fmt: skip
"""A question's parts by the names that they have in addresses, of pages and of the API."""


@dataclass(frozen=True)
class Asked:
    """What somebody asks: in plain words or by a decision's key, the rest as it was typed.

    Money is budgeted and a case can wait unless the opposite is said; of `recurrent`, None is not
    said.
    """

    words: str = ""
    decision: str = ""
    amount: str = ""
    basis: str = ""
    so_far: str = ""
    place: str = ""
    service: str = ""
    budgeted: bool = True
    recurrent: bool | None = None
    urgent: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """The question that an address asks. Raises QuestionRefused for what is no yes or no."""
        said = {name: given.get(name, "").strip() for name in PARTS}
        budgeted = _yes_or_no(said["budgeted"], "budgeted")
        return cls(
            words=said["q"],
            budgeted=budgeted if budgeted is not None else True,
            recurrent=_yes_or_no(said["recurrent"], "recurrent"),
            urgent=bool(_yes_or_no(said["urgent"], "urgent")),
            **{name: said[name] for name in PARTS[1:7]},
        )

    @property
    def given(self) -> dict[str, str]:
        """The same for an address: only what was said."""
        recurrent = "" if self.recurrent is None else (YES if self.recurrent else NO)[0]
        told = {
            "q": self.words,
            **{name: getattr(self, name) for name in PARTS[1:7]},
            "budgeted": "" if self.budgeted else NO[0],
            "recurrent": recurrent,
            "urgent": YES[0] if self.urgent else "",
        }
        return {name: value for name, value in told.items() if value}


def _yes_or_no(text: str, name: str) -> bool | None:
    said = text.lower()
    if said and said not in (*YES, *NO):
        raise QuestionRefused(f"“{text[:40]}” is neither yes nor no.", field=name)
    return said in YES if said else None


@dataclass(frozen=True)
class Choice:
    """One way to go on where it has to be asked which: the matter, and the question about it.

    `recurrent`: it is asked whether it recurs, because the limits depend on it.
    """

    matter: Matter
    asked: Asked
    recurrent: bool | None = None


@dataclass(frozen=True)
class Reply:
    """What came of it.

    With an `answer`, that is it; `also` are other decisions that the words fit, less well. Without
    one, `choices` are what may be meant, to be chosen from; none: nothing in the scheme fits.
    `said` tells how the words were read, `asked` is the question as it was read.
    """

    scheme: Scheme
    asked: Asked
    choices: tuple[Choice, ...] = ()
    also: tuple[Choice, ...] = ()
    answer: Answer | None = None
    place: str = ""
    service: str = ""
    amounts: dict[str, Decimal] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    mind: tuple[Mind, ...] = ()
    tenures: Tenures = field(default_factory=dict)

    @property
    def matters(self) -> tuple[Matter, ...]:
        """The decisions that the question is about, or may be."""
        if self.answer:
            return (self.answer.matter,)
        return tuple(dict.fromkeys(choice.matter for choice in self.choices))


_READ_AS = {
    "yearly": "one for a year",
    "lifetime": "one over the whole life",
    "cumulative": "the sum of all so far",
    "weekly": "one for a week",
    "per-head": "one for each head of the population",
}
_UNSAID = ""
"""The basis of an amount that was given without one: that on which the decision's limits count."""


def ask(
    *,
    edition: Edition,
    asked: Asked,
    moment: Moment,
    scheme: Scheme | None = None,
    tenures: Tenures | None = None,
) -> Reply:
    """Puts the question to the scheme of an edition that passed its gate.

    Who has read the scheme and the tenures already, to ask several questions, passes them on.
    Raises QuestionRefused for an amount that cannot be read, and for a place, service, decision or
    basis that the edition does not know.
    """
    scheme = scheme or scheme_of(edition)
    asked = _known(scheme, asked)
    matters, clear, read, said = _meant(scheme, asked)
    amounts, of_amounts = _amounts(read)
    said = [*of_amounts, *said]
    reply = Reply(
        scheme, read, place=read.place, service=read.service, amounts=amounts, said=tuple(said)
    )
    if not (clear and matters):
        return replace(reply, choices=_choices(matters, read))
    matter, *others = matters
    if read.recurrent is None and _depends_on_recurrence(
        scheme, matter.key, budgeted=read.budgeted
    ):
        about = replace(read, words="", decision=matter.key)
        said.append("the limits differ for what recurs each year")
        return replace(
            reply,
            said=tuple(said),
            choices=tuple(
                Choice(matter, replace(about, recurrent=each), each) for each in (True, False)
            ),
        )
    if _UNSAID in amounts:
        basis = scheme.main_basis(matter.key)
        amounts = {basis: amounts.pop(_UNSAID)} | amounts
        if basis != "transaction":
            said.append(f"the amount read as {_READ_AS[basis]}")
    question = Question(
        decision=matter.key,
        on=moment.on,
        amounts=amounts,
        place=read.place,
        service=read.service,
        budgeted=read.budgeted,
        recurrent=read.recurrent,
        urgent=read.urgent,
    )
    if tenures is None:
        tenures = tenures_of(edition.organisation_id, moment)
    answer = decide(scheme, question, tenures)
    return replace(
        reply,
        answer=answer,
        also=_choices(others, read),
        amounts=amounts,
        said=tuple(said),
        mind=to_mind(answer),
        tenures=tenures,
    )


def _meant(scheme: Scheme, asked: Asked) -> tuple[tuple[Matter, ...], bool, Asked, list[str]]:
    """The matters that the question may mean, whether the first clearly is, the question with what
    its words name, and how they were read."""
    if asked.decision:
        return (scheme.matters[asked.decision],), True, asked, []
    try:
        found = words.understood(scheme, asked.words, service=asked.service)
    except (AmountUnreadable, words.SeveralNamed) as fault:
        raise QuestionRefused(str(fault), field="q") from fault
    said = list(found.said)
    if found.amount:
        if asked.amount.strip() and not _states(asked.amount, found.amount.pounds):
            said[0] = f"{found.amount.said}, but the amount given beside the words counts"
        elif not asked.amount.strip():
            asked = replace(
                asked, amount=str(found.amount.pounds), basis=asked.basis or found.amount.basis
            )
    for name, key, names, word in (
        ("place", found.place, scheme.places, "in"),
        ("service", found.service, scheme.services, "for"),
    ):
        if not key or getattr(asked, name) == key:
            continue
        if chosen := getattr(asked, name):
            said.append(f"{word} {names[chosen]}, as chosen, and not {word} {names[key]}")
        else:
            named: dict[str, Any] = {name: key}
            asked = replace(asked, **named)
            said.append(f"{word} {names[key]}")
    return found.matters, found.clear, asked, said


def _states(text: str, pounds: Decimal) -> bool:
    try:
        return amount(text).pounds == pounds
    except AmountUnreadable:
        return False


def _choices(matters: tuple[Matter, ...] | list[Matter], asked: Asked) -> tuple[Choice, ...]:
    about = replace(asked, words="")
    return tuple(Choice(each, replace(about, decision=each.key)) for each in matters)


def _depends_on_recurrence(scheme: Scheme, decision: str, *, budgeted: bool) -> bool:
    """Whether a power to approve it has limits, on these terms, that ask whether it recurs."""
    return any(
        band.recurrent is not None and band.budgeted in (None, budgeted)
        for power in scheme.by_decision.get(decision, ())
        if power.part == "approves"
        for band in power.bands
    )


def _amounts(asked: Asked) -> tuple[dict[str, Decimal], list[str]]:
    found: dict[str, Decimal] = {}
    said: list[str] = []
    for stated, basis, name in (
        (asked.amount, asked.basis or _UNSAID, "amount"),
        (asked.so_far, "cumulative", "so_far"),
    ):
        if not stated.strip():
            continue
        try:
            read = amount(stated)
        except AmountUnreadable as fault:
            raise QuestionRefused(str(fault), field=name) from fault
        found[basis] = read.pounds
        if read.said:
            said.append(f"“{stated.strip()}” {read.said}")
    return found, said


def _known(scheme: Scheme, asked: Asked) -> Asked:
    """The question with its place and service by their keys; a name will do as well."""
    if asked.basis and asked.basis not in BASES:
        raise QuestionRefused(
            f"“{asked.basis[:40]}” is no way to count an amount. Use {', '.join(BASES)}.",
            field="basis",
        )
    if asked.decision and asked.decision not in scheme.matters:
        raise QuestionRefused(
            f"The scheme has no decision “{asked.decision[:60]}”.", field="decision"
        )
    place = _key(asked.place, scheme.places, "place")
    service = _key(asked.service, scheme.services, "service")
    if not asked.decision and not asked.words.strip():
        raise QuestionRefused("Say what is to be decided, such as “contract variation”.", field="q")
    if len(asked.words) > words.LONGEST:
        raise QuestionRefused(
            f"The question has {len(asked.words)} characters; a few words find more. "
            f"At most {words.LONGEST} are read.",
            field="q",
        )
    return replace(asked, place=place, service=service)


def _key(asked: str, names: Mapping[str, str], kind: str) -> str:
    if not asked or asked in names:
        return asked
    for key, name in names.items():
        if name.casefold() == asked.casefold():
            return key
    raise QuestionRefused(
        f"The edition has no {kind} “{asked[:60]}”. It has {', '.join(names.values()) or 'none'}.",
        field=kind,
    )
