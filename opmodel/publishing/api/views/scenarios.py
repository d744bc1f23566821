"""Scenarios, and what one or two editions answer to one of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.editions.models import Edition
from opmodel.publishing.api import scenario_serializers, serializers
from opmodel.publishing.api.parameters import MOMENT, Parameter, edition_slug
from opmodel.publishing.api.problems import Refusal, nothing_at, shown
from opmodel.publishing.api.scenarios import run_answer, scenario_answer
from opmodel.publishing.asking import Asked
from opmodel.publishing.filters import ScenarioFilters
from opmodel.scenarios.running import run
from opmodel.scenarios.selectors import scenarios_for

from .base import Endpoint
from .lists import ListEndpoint, chosen

TRIED: Final = (
    Parameter(
        "edition", "The slug of an edition to try with it.", edition_slug("nenc-icb-2022-draft")
    ),
    Parameter("with", "The slug of another, beside it.", edition_slug("nenc-icb-2025-06")),
)


class ScenarioList(ListEndpoint):
    """Every scenario there is."""

    filters = ScenarioFilters
    entry = scenario_serializers.Scenario
    answer = serializers.page_of(scenario_serializers.Scenario)
    orders = ("position", "title", "key")
    otherwise = "those that come with the registry first"
    operation, tag = "list_scenarios", "scenarios"
    title = "List scenarios"
    meaning = str(scenario_serializers.Scenario.__doc__)

    def everything(self) -> QuerySet:
        return scenarios_for(viewer=self.viewer)

    def usual_order(self) -> tuple[str, ...]:
        return ("position", "title")

    def rows(self, queryset: QuerySet, names: Collection[str]) -> list[dict[str, Any]]:
        return [chosen(scenario_answer(each, self.links), names) for each in queryset]


class ScenarioDetail(Endpoint):
    """One scenario; with editions named, what they answer."""

    answer = scenario_serializers.ScenarioRun
    operation, tag = "run_scenario", "scenarios"
    title = "Read a scenario, and try editions with it"
    meaning = """
        The steps of a scenario, and with `edition` what that edition answers to each: who may, or
        who is responsible, with clause or source; who is only proposed; what is answered in part;
        or that there is no answer, with whatever touches on it. With `with`, another edition beside
        it.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (*TRIED, *MOMENT)

    def get(self, request: Request, key: str) -> Response:
        moment = self.moment()
        if self.question.text("with") and not self.question.text("edition"):
            self.question.note("with", "Name an `edition` first, for this one to stand beside.")
        self.question.check()
        scenario = scenarios_for(viewer=self.viewer).filter(key=key).first()
        if scenario is None:
            raise Refusal(404, f"There is no scenario {shown(key)}.")
        slugs = {name.name: self.question.text(name.name) for name in TRIED}
        editions = {slug: self._edition(name, slug) for name, slug in slugs.items() if slug}
        reports = [
            run(scenario=scenario, edition=edition, moment=moment) for edition in editions.values()
        ]
        dates = Asked(moment=moment, today=timezone.localdate())
        return Response(run_answer(scenario, reports, dates, self.links))

    def _edition(self, parameter: str, slug: str) -> Edition:
        editions = Edition.objects.visible_to(self.viewer).select_related("organisation")
        edition = editions.filter(slug=slug).first()
        if edition is None:
            raise nothing_at(
                parameter,
                f"There is no edition {shown(slug)}. /api/v1/editions/ lists those there are.",
            )
        return edition
