"""Scenarios, and what editions answer to them, as they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from opmodel.publishing.asking import Asked
from opmodel.publishing.presenters.scenario_glance import verdict
from opmodel.publishing.presenters.scenarios import rows_of
from opmodel.scenarios.models import Scenario, ScenarioStep
from opmodel.scenarios.reports import Outcome, Report, StepReport
from opmodel.scenarios.stated import Named, Statement

from .comparisons import edition_name
from .links import Links, Relation, relation
from .registry import organisation_name

Told = dict[str, Any]


def scenario_answer(scenario: Scenario, links: Links) -> Told:
    """A scenario with its steps read."""
    return {
        "key": scenario.key,
        "title": scenario.title,
        "summary": scenario.summary,
        "organisation": organisation_name(scenario.organisation, links)
        if scenario.organisation
        else None,
        "draft": scenario.draft,
        "origin": scenario.origin or None,
        "named_in": scenario.named_in or None,
        "steps": [_step(each) for each in scenario.steps.all()],
        "url": links.origin + reverse("scenario", args=[scenario.key]),
    }


def run_answer(scenario: Scenario, reports: Sequence[Report], dates: Asked, links: Links) -> Told:
    """The same, with the reports of the editions that were named."""
    rows = rows_of(reports, dates) if reports else []
    return {
        **scenario_answer(scenario, links),
        "reports": [
            {
                "edition": edition_name(report.edition, links),
                "has_scheme": report.has_scheme,
                "counts": {each.value: report.count(each) for each in Outcome},
                "steps": [
                    _Telling(report, dates, links).step(step, list(row.answers[number].sentences))
                    for step, row in zip(report.steps, rows, strict=True)
                ],
            }
            for number, report in enumerate(reports)
        ],
        "verdict": verdict([[report] for report in reports]),
        "no_answer": _no_answer(reports),
    }


def _no_answer(reports: Sequence[Report]) -> dict[str, list[str]]:
    if len(reports) != 2:
        return {}
    one, other = reports
    return {
        silent.edition.slug: [
            step.step.title
            for step, beside in zip(silent.steps, speaks.steps, strict=True)
            if step.outcome == Outcome.NONE and beside.outcome != Outcome.NONE
        ]
        for silent, speaks in ((one, other), (other, one))
    }


def _step(step: ScenarioStep) -> Told:
    return {
        "title": step.title,
        "asks": step.asks,
        "words": step.words,
        "decision": step.decision or None,
        "amount": step.amount or None,
        "basis": step.basis or None,
        "so_far": step.so_far or None,
        "place": step.place or None,
        "service": step.service or None,
        "budgeted": not step.unbudgeted,
        "recurrent": step.recurrent,
        "urgent": step.urgent,
        "level": step.level_id,
        "expected": step.expected or None,
    }


class _Telling:
    def __init__(self, report: Report, dates: Asked, links: Links):
        self.report, self.dates, self.links = report, dates, links

    def step(self, step: StepReport, sentences: list[str]) -> Told:
        answer = step.reply.answer if step.reply else None
        lowest = answer.approves if answer else None
        power = lowest.power if lowest else None
        clause = None
        if power and power.clause:
            clause = self.relation(Named(power.clause, "clause", power.clause_name))
        holder = power.holder if power else None
        return {
            "title": step.step.title,
            "outcome": step.outcome.value,
            "text": sentences,
            "words": step.words or None,
            "holder": self.holder(Named(holder.key, holder.kind, holder.name)) if holder else None,
            "clause": clause,
            "found": [self.statement(each) for each in step.found],
            "near": [self.statement(each) for each in step.near],
            "ask": self.ask(step),
        }

    def ask(self, step: StepReport) -> str | None:
        if step.reply is None:
            return None
        kept = {
            "edition": self.report.edition.slug,
            **step.reply.asked.given,
            **self.dates.stated,
        }
        return f"{self.links.origin}{reverse('api-decide')}?{urlencode(kept)}"

    def statement(self, statement: Statement) -> Told:
        cited = [each for each in self.report.citations.get(statement.id, ()) if each.heading]
        return {
            "statement": self.relation(statement.what),
            "holder": self.holder(statement.who) if statement.who else None,
            "led_by": self.holder(statement.by) if statement.by else None,
            "level": statement.level or None,
            "part": self.part(statement),
            "standing": statement.standing,
            "reading": statement.reading or None,
            "source": f"{cited[0].source.title}, “{cited[0].heading}”" if cited else None,
        }

    def part(self, statement: Statement) -> Told | None:
        """The holder's part in a function, where a responsibility matrix says it."""
        part = statement.lettered
        if part is None:
            return None
        return {
            "letter": part.letter or None,
            "word": part.word,
            "function": self.relation(part.function),
            "matrix": self.relation(part.matrix),
        }

    def holder(self, named: Named) -> Told:
        if not named.key:
            return {"key": None, "kind": None, "name": named.name, "url": None}
        return dict(self.relation(named))

    def relation(self, named: Named) -> Relation:
        url = self.links.element(self.report.edition, named.kind, named.key)
        return relation(named.key, named.kind, named.name, url)
