"""What checks find in an edition."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.findings.days import moment_for
from opmodel.findings.finding import Finding
from opmodel.findings.registry import BY_ID
from opmodel.findings.telling import Narrowed, Telling, finding_as_data, summary_as_data, tell
from opmodel.publishing.api import checks_serializers
from opmodel.publishing.api.checks_serializers import SEVERITIES
from opmodel.publishing.api.comparisons import edition_name
from opmodel.publishing.api.links import Links
from opmodel.publishing.api.parameters import (
    EDITION,
    KNOWN_AT,
    PAGING,
    QUESTION,
    Parameter,
    edition_slug,
)
from opmodel.publishing.api.parameters import ON as IN_FORCE_ON
from opmodel.publishing.api.selectors.scope import scope_of

from .base import Endpoint

ON: Final = Parameter(
    "on",
    "Judged on this day. Where left out: a draft today, an adopted edition today while it is in "
    "force, otherwise on its first or last day, and what was never adopted when it was published.",
    IN_FORCE_ON.form,
)
ASKED: Final = (
    Parameter(
        "edition", "The slug of an edition. It or `organisation` has to be named.", EDITION.form
    ),
    Parameter(
        "organisation",
        "The slug of an organisation: its edition that was in force `on` a day, as `known_at` "
        "another.",
        edition_slug("bob-icb"),
    ),
    ON,
    KNOWN_AT,
    Parameter(
        "severity", "Only findings of this severity.", {"type": "string", "enum": SEVERITIES}
    ),
    Parameter("rule", "Only what breaks this rule.", {"type": "string", "enum": list(BY_ID)}),
    Parameter(
        "kind", "Only findings about such elements.", {"type": "string", "enum": list(kinds())}
    ),
    Parameter(
        "place", "The key of a place: only findings about what belongs to it.",
        edition_slug("tarnwold"),
    ),
    Parameter(
        "about", "The key of an element: only findings about it.",
        edition_slug("award-a-non-health-contract"),
    ),
    Parameter(
        "text",
        "Only findings that have all of these words.",
        {**QUESTION.form, "maxLength": 200, "examples": ["lease"]},
    ),
)  # fmt: skip


class Findings(Endpoint):
    """What checks find in an edition."""

    answer = checks_serializers.FindingsPage
    operation, tag = "list_findings", "findings"
    title = "List what checks find in an edition"
    meaning = """
        What contradicts itself, is missing or is out of date in an edition on a day, the worst
        first: each with the elements that clash, why it matters, what would mend it, and whether
        somebody decided to live with it. `summary` counts everything that was found.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (*ASKED, *PAGING)

    def get(self, request: Request) -> Response:
        question, moment = self.question, self.moment()
        for name, allowed in (("severity", SEVERITIES), ("rule", BY_ID), ("kind", kinds())):
            question.words(name, allowed)
        if not (question.text("organisation") or question.text("edition")):
            question.note("edition", "Name an edition, or an organisation: what is to be checked?")
        page = question.page()
        question.check()
        scope = scope_of(question=question, moment=moment, viewer=self.viewer, links=self.links)
        (edition,) = scope.editions.values()
        telling = tell(
            edition=edition, moment=self._judged_at(edition, moment), narrowed=self._narrowed()
        )
        page.turn_to(count=len(telling.told))
        links = self.links
        return Response(
            page.answer(
                request,
                [
                    _finding(each, telling, links)
                    for each in telling.told[page.first : page.first + page.size]
                ],
                summary={
                    "edition": edition_name(edition, links),
                    **summary_as_data(telling.findings),
                },
            )
        )

    def _judged_at(self, edition: Edition, moment: Moment) -> Moment:
        return moment if self.question.text("on") else moment_for(edition, moment)

    def _narrowed(self) -> Narrowed:
        return Narrowed(**{each.name: self.question.text(each.name) for each in fields(Narrowed)})


def _finding(finding: Finding, telling: Telling, links: Links) -> dict[str, object]:
    told = finding_as_data(telling.findings, finding)
    edition = telling.edition
    rows = [{**row, "url": links.element(edition, row["kind"], row["key"])} for row in told["rows"]]
    return {**told, "rows": rows}
