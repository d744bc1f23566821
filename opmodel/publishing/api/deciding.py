"""Who may decide, as it is answered."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from governance.deciding.answer import Answer, Refusal, Step
from governance.deciding.asking import Choice, Reply
from governance.deciding.holding import is_vacant
from governance.deciding.scheme import Band, Holder, Power
from opmodel.editions.models import Edition
from opmodel.editions.records import plain
from opmodel.publishing.asking import Asked as AskedDates
from opmodel.publishing.presenters.deciding import PARTS, Writing

from .comparisons import edition_name
from .links import Links, Relation, relation

Told = dict[str, Any]


def decision_answer(reply: Reply, edition: Edition, dates: AskedDates, links: Links) -> Told:
    """A reply of the scheme: the answer with its chain, a gap, or decisions to choose from."""
    return _Telling(reply, edition, dates, links).told()


class _Telling:
    def __init__(self, reply: Reply, edition: Edition, dates: AskedDates, links: Links):
        self.reply, self.edition = reply, edition
        self.dates, self.links = dates, links
        self.scheme = reply.scheme

    def told(self) -> Told:
        answer = self.reply.answer
        if answer is None:
            return {
                "asked": self.read(None), "answer": None, "gap": None, "chain": [], "refused": [],
                "warnings": [], "also": [],
                "choices": [self.choice(each) for each in self.reply.choices],
            }  # fmt: skip
        writing = Writing(self.reply, answer, self.edition, self.dates)
        return {
            "asked": self.read(writing),
            "answer": self.decider(answer, writing),
            "gap": None if answer.approves else self.gap(answer, writing),
            "chain": [
                self.power(step.power, step) for part in PARTS for step in _playing(answer, part)
            ],
            "refused": [self.refused(each, writing) for each in answer.refused],
            "warnings": [
                {"code": each.code, "text": each.words, "source": each.source or None}
                for each in self.reply.mind
            ],
            "choices": [],
            "also": [self.choice(each) for each in self.reply.also],
        }

    def read(self, writing: Writing | None) -> Told:
        """How the question was read."""
        reply, asked = self.reply, self.reply.asked
        said = list(reply.said)
        if not reply.matters:
            said.append("nothing in the scheme fits these words")
        return {
            "text": writing.heading() if writing else None,
            "edition": edition_name(self.edition, self.links),
            "words": asked.words or None,
            "decision": self.decision(reply.matters[0].key) if writing else None,
            "amounts": [
                {"basis": basis, "amount": plain(amount)}
                for basis, amount in sorted(reply.amounts.items())
                if basis
            ],
            "place": self.named("place", reply.place, self.scheme.places) if reply.place else None,
            "service": self.named("service", reply.service, self.scheme.services)
            if reply.service
            else None,
            "budgeted": asked.budgeted,
            "recurrent": asked.recurrent,
            "urgent": asked.urgent,
            "on": self.dates.moment.on,
            "known_at": self.dates.moment.known,
            "said": said,
        }

    def decider(self, answer: Answer, writing: Writing) -> Told | None:
        """The lowest holder who may."""
        lowest = answer.approves
        if lowest is None:
            return None
        return {
            **self.power(lowest.power, lowest),
            **self.adoption(),
            "text": list(writing.sentences()),
            "together": [self.power(step.power, step) for step in answer.together],
            "alike": [self.power(step.power, step) for step in answer.alike],
            "under": [self.power(power) for power in answer.chain],
            "next_up": self.power(answer.next_up.power) if answer.next_up else None,
            "residual": answer.residual,
        }

    def gap(self, answer: Answer, writing: Writing) -> Told:
        """Why nobody may, and who decides above."""
        return {
            "text": list(writing.sentences()),
            "next_up": self.power(answer.next_up.power) if answer.next_up else None,
            **self.adoption(),
        }

    def adoption(self) -> Told:
        """Who adopted the scheme, when, and under which minute."""
        edition = self.edition
        return {
            "adopted_by": edition.adopted_by or None,
            "meeting_on": edition.meeting_on,
            "minute": edition.minute or None,
        }

    def refused(self, refusal: Refusal, writing: Writing) -> Told:
        """Somebody who may not, and why."""
        return {
            **self.power(refusal.power),
            "reason": refusal.reason.value,
            "text": writing.why(refusal),
            "through": self.holder(refusal.through.holder) if refusal.through else None,
        }

    def power(self, power: Power, step: Step | None = None) -> Told:
        """A row of the scheme: its holder, its part, and how far it reaches."""
        tenures = self.reply.tenures
        held = tenures.get(power.holder.key, ()) if power.holder.kind == "post" else ()
        return {
            **self.holder(power.holder),
            "part": power.part,
            "type": power.type,
            "delegation": self.relation("delegation", power.key, power.holder.name),
            "limit": power.limit or Writing.reach(power, step.band if step else None),
            "limits": [_band(each) for each in power.bands],
            "places": [
                self.named("place", key, self.scheme.places) for key in sorted(power.places)
            ],
            "services": [
                self.named("service", key, self.scheme.services) for key in sorted(power.services)
            ],
            "conditions": power.conditions or None,
            "clause": self.relation("clause", power.clause, power.clause_name)
            if power.clause
            else None,
            "vacant": power.holder.kind == "post" and is_vacant(power.holder.key, tenures),
            "held_by": [
                {"form": each.form, "name": each.name or None, "since": each.since or None}
                for each in held
            ],
            "deputy_rule": power.deputy_rule or None,
            "deputy": self.holder(power.deputy) if power.deputy else None,
            "acting": self.holder(step.by_deputy) if step and step.by_deputy else None,
        }

    def holder(self, holder: Holder) -> Told:
        if not holder.key:
            return {"key": None, "kind": None, "name": holder.name, "url": None}
        return dict(self.relation(holder.kind, holder.key, holder.name))

    def choice(self, choice: Choice) -> Told:
        """A decision to choose, and the same question about it."""
        kept = {"edition": self.edition.slug, **choice.asked.given, **self.dates.stated}
        told = self.decision(choice.matter.key)
        if choice.recurrent is not None:
            ending = "recurring each year" if choice.recurrent else "not recurring"
            told["name"] = f"{told['name']}, {ending}"
        return {**told, "ask": f"{self.links.origin}{reverse('api-decide')}?{urlencode(kept)}"}

    def decision(self, key: str) -> Relation:
        return self.relation("decision", key, self.scheme.matters[key].name)

    def named(self, kind: str, key: str, names: Any) -> Relation:
        return self.relation(kind, key, names.get(key, key))

    def relation(self, kind: str, key: str, name: str) -> Relation:
        return relation(key, kind, name, self.links.element(self.edition, kind, key))


def _playing(answer: Answer, part: str) -> tuple[Step, ...]:
    if part == "approves":
        lowest = (answer.approves,) if answer.approves else ()
        return (*lowest, *answer.together)
    steps: tuple[Step, ...] = getattr(answer, part)
    return steps


def _band(band: Band) -> Told:
    return {
        "basis": band.basis,
        "above": None if band.above is None else plain(band.above),
        "includes_above": band.includes_above,
        "up_to": None if band.up_to is None else plain(band.up_to),
        "includes_up_to": band.includes_up_to,
        "budgeted": band.budgeted,
        "recurrent": band.recurrent,
        "signatures": band.signatures,
    }
