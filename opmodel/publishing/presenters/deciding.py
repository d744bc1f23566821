"""An answer to “who may decide”, as people read it: three sentences first, then the detail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from governance.deciding.answer import Answer, Reason, Refusal, Step
from governance.deciding.asking import Reply
from governance.deciding.holding import VACANT, Tenure, Tenures, is_vacant
from governance.deciding.minding import Mind
from governance.deciding.scheme import Band, Holder, Power, Scheme
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.deciding import Flow, drawing_of_chain, drawing_of_flow
from opmodel.publishing.charts.drawing import Drawing
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import amount as pounds
from opmodel.publishing.words import day

from .links import capitalised

BASES = {
    "transaction": "each transaction",
    "yearly": "a year",
    "lifetime": "over the whole life",
    "cumulative": "in all so far",
    "weekly": "a week",
    "per-head": "for each head of the population",
}
PARTS = {
    "recommends": "Recommends",
    "consulted": "Is consulted",
    "approves": "Approves",
    "signs": "Signs",
    "told": "Is told",
}
DEPUTIES = {
    "substantive-only": "Only the substantive holder may use it.",
    "named-deputy": "In their absence: the named deputy.",
    "any-executive": "In their absence: any member of the executive.",
}
FORMS = {"acting": "acting", "interim": "interim", "shared": "job share"}
_WHY = {
    Reason.ENDED: "the power has ended",
    Reason.NOT_YET: "the power has no effect yet",
    Reason.NOT_GIVEN: "nothing has been given, only intended or advised",
    Reason.URGENT_ONLY: "in urgent cases only",
    Reason.NO_EFFECT: "its power rests on something that delegates nothing",
    Reason.NOT_DELEGABLE: "the matter may not be delegated",
    Reason.NOT_ONWARD: "its power was passed on, though that was not allowed",
    Reason.CIRCLE: "the chain of delegations runs in a circle",
    Reason.BEYOND_GIVER: "its power goes beyond what its giver may decide",
    Reason.OTHER_BASIS: "its limit counts amounts another way",
    Reason.NOT_BUDGETED: "not on these terms (budgeted, recurrent)",
    Reason.VACANT: "the post is vacant, and nobody may stand in",
    Reason.NOT_SUBSTANTIVE: "held by somebody acting or interim; only a substantive holder may",
}
_OF_AMOUNT = (Reason.TOO_MUCH, Reason.TOO_LITTLE)
_ELSEWHERE = (Reason.OTHER_PLACE, Reason.OTHER_SERVICE, Reason.URGENT_ONLY)


@dataclass(frozen=True, slots=True)
class Part:
    """One line of how it runs: who plays which part, under which limit, clause and condition.

    `now` says who is in the post on the day and since when, `deputy` who may stand in.
    """

    part: str
    name: str
    url: str
    kind: str
    limit: str
    now: tuple[str, ...]
    vacant: bool
    deputy: str
    clause: Link | None
    minute: str
    conditions: str


@dataclass(frozen=True)
class Shown:
    """The answer as a page shows it."""

    heading: str
    sentences: tuple[str, ...]
    nobody: bool
    adopted: str
    citation: str
    parts: tuple[Part, ...]
    chain: tuple[Part, ...]
    refused: tuple[tuple[str, str, str], ...]
    mind: tuple[Mind, ...]
    matter: Link
    flow: Drawing | None
    origin: Drawing | None

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Those that there are: where nothing happens before or after, there is nothing to draw."""
        return tuple(each for each in (self.flow, self.origin) if each)


def shown(reply: Reply, answer: Answer, edition: Edition, asked: Asked) -> Shown:
    """The answer in words."""
    writing = Writing(reply, answer, edition, asked)
    parts = tuple(writing.parts())
    chain = tuple(writing.part("approves", Step(link)) for link in answer.chain)
    approving = [part for part in parts if part.part == PARTS["approves"]]
    return Shown(
        heading=writing.heading(),
        sentences=tuple(writing.sentences()),
        nobody=answer.approves is None,
        adopted=writing.adopted(),
        citation=writing.citation(),
        parts=parts,
        chain=chain,
        refused=tuple(writing.refused(each) for each in answer.refused),
        mind=reply.mind,
        matter=Link(answer.matter.name, writing.url("decision", answer.matter.key)),
        flow=_flow(parts),
        origin=drawing_of_chain([_card(part) for part in (*reversed(chain), *approving[:1])])
        if chain
        else None,
    )


def _flow(parts: Sequence[Part]) -> Drawing | None:
    """How it runs as a drawing; a gap stands where somebody would approve."""
    cards: dict[str, list[Card]] = defaultdict(list)
    for part in parts:
        cards[part.part].append(_card(part, part.part))
    gap = Card(key="nobody", title="Nobody may", tag="Gap", look="plain", dashed=True)
    return drawing_of_flow(
        Flow(
            before=[*cards[PARTS["recommends"]], *cards[PARTS["consulted"]]],
            approves=cards[PARTS["approves"]] or [gap],
            signs=cards[PARTS["signs"]],
            told=cards[PARTS["told"]],
        )
    )


def _card(part: Part, word: str = "") -> Card:
    return Card(
        key="",
        title=part.name,
        lines=part.now if word else (part.limit,),
        url=part.url,
        tag=word,
        look="post" if part.kind == "post" else "body",
        dashed=part.vacant,
    )


class Writing:
    """An answer in words: its heading, its sentences, and what is said of each power in it."""

    def __init__(self, reply: Reply, answer: Answer, edition: Edition, asked: Asked):
        self.reply, self.answer, self.edition, self.asked = reply, answer, edition, asked
        self.scheme: Scheme = reply.scheme
        self.tenures: Tenures = reply.tenures

    def heading(self) -> str:
        """What was asked, as one question."""
        name = self.answer.matter.name
        about = [
            *(
                f"{pounds(value)} {BASES[basis]}" if basis != "transaction" else pounds(value)
                for basis, value in self.reply.amounts.items()
            ),
            *([self.scheme.services[self.reply.service]] if self.reply.service else []),
            *([self.scheme.places[self.reply.place]] if self.reply.place else []),
            *self._terms(),
        ]
        return f"Who may {name[:1].lower()}{name[1:]}{', ' if about else ''}{', '.join(about)}?"

    def _terms(self) -> Iterable[str]:
        """On which terms it was asked, where they are not the usual ones."""
        asked = self.reply.asked
        if not asked.budgeted:
            yield "outside the budget"
        if asked.recurrent is not None:
            yield "recurring each year" if asked.recurrent else "not recurring"
        if asked.urgent:
            yield "where it cannot wait"

    def sentences(self) -> Iterable[str]:
        """At most three: who may, who is told or recommends, who decides above."""
        lowest = self.answer.approves
        if lowest is None:
            yield from self._nobody()
            return
        deputy = f"; the post is vacant, and {_acting(lowest)} acts" if lowest.by_deputy else ""
        reach = _up_to(lowest.band)
        joined = [_the(step.power.holder) for step in self.answer.together]
        together = f", together with {' and '.join(joined)}" if joined else ""
        also = [_the(step.power.holder) for step in self.answer.alike]
        alike = f"; so may {' and '.join(also)}" if also else ""
        who = capitalised(_subject(lowest.power.holder))
        yield f"{who} may{together}{', ' if reach else ''}{reach}{deputy}{alike}."
        others = [
            *_listed(self.answer.recommends, "recommends it", "recommend it"),
            *_listed(self.answer.signs, "signs", "sign"),
            *_listed(self.answer.told, "is told", "are told"),
        ]
        if others:
            yield f"{'; '.join(others)[:1].upper()}{'; '.join(others)[1:]}."
        above = self.answer.next_up
        if above and lowest.band and lowest.band.up_to is not None:
            limit = f"{pounds(lowest.band.up_to)}{_counted(lowest.band)}"
            yield f"Above {limit} {self._decides(above.power)}."

    def _decides(self, power: Power) -> str:
        """“the Chief Officer decides”; where others have to sign with them, all of them."""
        joined = [
            _the(other.holder)
            for other in self.scheme.by_decision.get(power.decision, ())
            if other.key != power.key
            and (other.part, other.type, other.bands) == (power.part, "joint", power.bands)
        ]
        if power.type == "joint" and joined:
            return f"{_the(power.holder)} decides together with {' and '.join(joined)}"
        decides = "decide" if power.holder.kind == "role-class" else "decides"
        return f"{_subject(power.holder)} {decides}"

    def _nobody(self) -> Iterable[str]:
        name = self.answer.matter.name
        gap = f"Nobody may: the scheme has a gap{self._hole()}."
        yield f"{gap} “{name}” is given to nobody for what was asked."
        reasons = self.answer.refused
        if reasons:
            nearest = reasons[0]
            yield f"Nearest: {_the(nearest.power.holder)}, but {self.why(nearest)}."
        above = self.answer.next_up
        if above and not (reasons and above.power == reasons[0].power):
            yield f"The next power up is held by {_the(above.power.holder)}."

    def _hole(self) -> str:
        """Between which amounts the gap lies, where it is one amount alone that nobody reaches."""
        near = [each for each in self.answer.refused if each.reason not in _ELSEWHERE]
        if len(self.reply.amounts) != 1 or any(each.reason not in _OF_AMOUNT for each in near):
            return ""
        ((basis, amount),) = self.reply.amounts.items()
        bands = [band for each in near for band in each.power.bands if band.basis == basis]
        below = [band.up_to for band in bands if band.up_to is not None and band.up_to <= amount]
        beyond = [band.above for band in bands if band.above is not None and band.above >= amount]
        words = [f"above {pounds(max(below))}"] if below else []
        words += [f"up to {pounds(min(beyond))}"] if beyond else []
        return f" {' and '.join(words)}" if words else ""

    def adopted(self) -> str:
        """The clause that says so, who adopted it, under which minute."""
        lowest = self.answer.approves
        parts = [lowest.power.clause_name] if lowest and lowest.power.clause_name else []
        return capitalised(" · ".join([*parts, self._adoption()]))

    def citation(self) -> str:
        """The answer's source in one line, for a paper: whose scheme, clause, minute, both days."""
        edition, moment, matter = self.edition, self.asked.moment, self.answer.matter
        lowest = self.answer.approves
        parts = [
            edition.organisation.called,
            f"{edition.title}, {edition.label}",
            *([lowest.power.clause_name] if lowest and lowest.power.clause_name else []),
            *([] if lowest else [f"decision {matter.ref} {matter.name}"]),
            self._adoption(),
        ]
        return f"{', '.join(parts)}; asked of {day(moment.on)}, as known on {day(moment.known)}."

    def _adoption(self) -> str:
        edition = self.edition
        if not edition.is_frozen:
            return "a draft, not adopted"
        by = f"adopted by {edition.adopted_by}" if edition.adopted_by else "adoption not recorded"
        on = f" on {day(edition.meeting_on)}" if edition.meeting_on else ""
        return f"{by}{on}, {self.minute}"

    @property
    def minute(self) -> str:
        """Under which minute the scheme was adopted."""
        return f"minute {self.edition.minute or 'not recorded'}"

    def parts(self) -> Iterable[Part]:
        """How it runs, in order."""
        answer = self.answer
        for part, steps in (
            ("recommends", answer.recommends),
            ("consulted", answer.consulted),
            (
                "approves",
                (answer.approves, *answer.together, *answer.alike) if answer.approves else (),
            ),
            ("signs", answer.signs),
            ("told", answer.told),
        ):
            for step in steps:
                if step is not None:
                    yield self.part(part, step)

    def part(self, part: str, step: Step) -> Part:
        power = step.power
        return Part(
            part=PARTS[part],
            name=power.holder.name,
            url=self.url(power.holder.kind, power.holder.key),
            kind=power.holder.kind,
            limit=power.limit or self.reach(power, step.band)
            if part == "approves"
            else power.limit,
            now=self.now(power.holder),
            vacant=power.holder.kind == "post" and is_vacant(power.holder.key, self.tenures),
            deputy=self._deputy(step),
            clause=Link(power.clause_name, self.url("clause", power.clause))
            if power.clause
            else None,
            minute=self.minute,
            conditions=power.conditions,
        )

    @staticmethod
    def _deputy(step: Step) -> str:
        """Who acts, or who may where the holder cannot."""
        if step.by_deputy:
            return f"{capitalised(_acting(step))} acts."
        deputy = step.power.deputy
        if step.power.deputy_rule == "named-deputy" and deputy:
            return f"In their absence: {_the(deputy)}."
        return DEPUTIES.get(step.power.deputy_rule, "")

    @staticmethod
    def reach(power: Power, band: Band | None = None) -> str:
        """How far a power reaches, where the scheme has no words of its own for it."""
        band = band or (power.bands[0] if power.bands else None)
        return capitalised(_up_to(band) or "any amount")

    def now(self, holder: Holder) -> tuple[str, ...]:
        """Who is in the post on the day, each with how and since when."""
        if holder.kind != "post":
            return ()
        found = self.tenures.get(holder.key, ())
        return tuple(map(_tenure, found)) or ("Holder not recorded",)

    def refused(self, refusal: Refusal) -> tuple[str, str, str]:
        """Who, where they stand, and why not."""
        holder = refusal.power.holder
        return (holder.name, self.url(holder.kind, holder.key), self.why(refusal))

    def why(self, refusal: Refusal) -> str:
        """Why not, in a few words."""
        power = refusal.power
        match refusal.reason:
            case Reason.TOO_MUCH:
                words = f"only {_up_to(self._exceeded(power))}{self._where(power)}"
            case Reason.TOO_LITTLE:
                lowest = min(
                    (band.above for band in power.bands if band.above is not None),
                    default=Decimal(0),
                )
                words = f"only above {pounds(lowest)}{self._where(power)}"
            case Reason.OTHER_PLACE:
                names = (self.scheme.places.get(key, key) for key in sorted(power.places))
                words = f"only in {', '.join(names)}"
            case Reason.OTHER_SERVICE:
                names = (self.scheme.services.get(key, key) for key in sorted(power.services))
                words = f"only for {', '.join(names)}"
            case _:
                words = _WHY[refusal.reason]
        if refusal.through is not None:
            words += f" (in the link of {_the(refusal.through.holder)})"
        return words

    def _where(self, power: Power) -> str:
        """For what a power is, where it is not for everything: the same holder may have several."""
        places = [self.scheme.places.get(key, key) for key in sorted(power.places)]
        services = [self.scheme.services.get(key, key) for key in sorted(power.services)]
        return "".join(
            f" {word} {', '.join(names)}"
            for word, names in (("in", places), ("for", services))
            if names
        )

    def _exceeded(self, power: Power) -> Band | None:
        """The band that the amount goes beyond: of a basis that was asked of, the furthest."""
        amounts = self.reply.amounts
        asked = [
            band
            for band in power.bands
            if band.basis in amounts and not band.reaches(amounts[band.basis])
        ]
        return max(asked, key=lambda band: band.up_to or Decimal(0), default=None)

    def url(self, kind: str, key: str) -> str:
        if not key or kind not in kinds():
            return ""
        plural = kinds()[kind].plural
        return f"{addresses.of_edition(self.edition)}{plural}/{key}/{self.asked.carried}"


def _tenure(tenure: Tenure) -> str:
    """“Joanna Whitlock, acting, since 1 November 2025”; “Vacant since 1 May 2026”."""
    since = f"since {day(date.fromisoformat(tenure.since))}" if tenure.since else ""
    if tenure.form == VACANT:
        return f"Vacant {since}".strip()
    return ", ".join(filter(None, (tenure.name, FORMS.get(tenure.form, ""), since)))


def _up_to(band: Band | None) -> str:
    """“up to £250,000 each transaction”; empty where nothing limits it."""
    if band is None or band.up_to is None:
        return f"above {pounds(band.above)}" if band and band.above else ""
    return f"up to {pounds(band.up_to)}{_counted(band)}"


def _counted(band: Band) -> str:
    return "" if band.basis == "transaction" else f" {BASES[band.basis]}"


def _listed(steps: tuple[Step, ...], one: str, several: str) -> Iterable[str]:
    names = [_the(step.power.holder) for step in steps]
    if names:
        *first, _ = names
        last = _subject(steps[-1].power.holder)
        listed = f"{', '.join(first)} and {last}" if first else last
        yield f"{listed} {several if first else one}"


def _acting(step: Step) -> str:
    """Who acts for the holder of a vacant post. Any of the executive is not the first of them."""
    if step.power.deputy_rule == "any-executive" or step.by_deputy is None:
        return "any member of the executive"
    return _subject(step.by_deputy)


def _the(holder: Holder) -> str:
    """The holder within a sentence: committees and posts with their article, what is no name of
    its own, such as “Budget managers”, small."""
    if holder.kind in ("post", "committee"):
        return f"the {holder.name}"
    named = holder.kind and holder.kind != "role-class"
    return holder.name if named else f"{holder.name[:1].lower()}{holder.name[1:]}"


def _subject(holder: Holder) -> str:
    """The same before its verb: a name with a comma in it, such as “Place Director, Tarnwold”,
    takes one behind it too."""
    words = _the(holder)
    return f"{words}," if "," in words else words
