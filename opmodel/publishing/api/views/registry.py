"""Organisations, editions and sources."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.editions.models import Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.editions import editions_for_list
from opmodel.publishing.api import serializers
from opmodel.publishing.api.parameters import MOMENT, SCOPE, Parameter
from opmodel.publishing.api.problems import Refusal, shown
from opmodel.publishing.api.registry import edition_answer, organisation_answer, source_answer
from opmodel.publishing.api.selectors.registry import (
    organisations_with_history,
    slugs_in_force,
    source_visible,
    sources_of,
)
from opmodel.publishing.api.selectors.scope import Scope, scope_of
from opmodel.publishing.filters import EditionFilters, OrganisationFilters, SourceFilters

from .base import Endpoint
from .lists import ListEndpoint, chosen


class EditionList(ListEndpoint):
    """Every edition there is, with what it is on a day."""

    filters = EditionFilters
    entry = serializers.Edition
    answer = serializers.page_of(serializers.Edition)
    scope = MOMENT
    orders = ("slug", "title", "effective_from", "recorded_at", "published_on")
    otherwise = "by organisation, the newest effect first"
    operation, tag = "list_editions", "editions"
    title = "List editions"
    meaning = str(serializers.Edition.__doc__)

    def check(self) -> None:
        self.when = self.moment()
        super().check()

    def everything(self) -> QuerySet:
        return editions_for_list(viewer=self.viewer, moment=self.when)

    def usual_order(self) -> tuple[str, ...]:
        return ("organisation_id", "-effective_from", "-recorded_at", "slug")

    def rows(self, queryset: QuerySet, names: Collection[str]) -> list[dict[str, Any]]:
        links, viewer = self.links, self.viewer
        return [
            chosen(edition_answer(edition, links=links, viewer=viewer), names)
            for edition in queryset
        ]


class EditionDetail(Endpoint):
    """One edition, by its slug."""

    answer = serializers.Edition
    operation, tag = "read_editions", "editions"
    title = "Read one edition"
    meaning = str(serializers.Edition.__doc__)

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return MOMENT

    def get(self, request: Request, slug: str) -> Response:
        moment = self.moment()
        self.question.check()
        editions = editions_for_list(viewer=self.viewer, moment=moment)
        edition = editions.filter(slug=slug).first()
        if edition is None:
            raise Refusal(404, f"There is no edition {shown(slug)}.")
        return Response(edition_answer(edition, links=self.links, viewer=self.viewer))


class _Organisations(Endpoint):
    """Organisations with what was in force for each of them."""

    def answers(self, organisations: list[Organisation], moment: Moment) -> list[dict[str, Any]]:
        links = self.links
        slugs = slugs_in_force(organisations=organisations, viewer=self.viewer, moment=moment)
        return [
            organisation_answer(each, in_force=slugs.get(each.slug), links=links)
            for each in organisations
        ]


class OrganisationList(ListEndpoint, _Organisations):
    """Every organisation that an edition or a succession names."""

    filters = OrganisationFilters
    entry = serializers.Organisation
    answer = serializers.page_of(serializers.Organisation)
    scope = MOMENT
    orders = ("name", "slug", "legal_from", "legal_until")
    otherwise = "by name"
    operation, tag = "list_organisations", "organisations"
    title = "List organisations"
    meaning = str(serializers.Organisation.__doc__)

    def check(self) -> None:
        self.when = self.moment()
        super().check()

    def everything(self) -> QuerySet:
        return organisations_with_history()

    def usual_order(self) -> tuple[str, ...]:
        return ("name",)

    def rows(self, queryset: QuerySet, names: Collection[str]) -> list[dict[str, Any]]:
        return [chosen(row, names) for row in self.answers(list(queryset), self.when)]


class OrganisationDetail(_Organisations):
    """One organisation, by its slug."""

    answer = serializers.Organisation
    operation, tag = "read_organisations", "organisations"
    title = "Read one organisation"
    meaning = str(serializers.Organisation.__doc__)

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return MOMENT

    def get(self, request: Request, slug: str) -> Response:
        moment = self.moment()
        self.question.check()
        answers = self.answers(list(organisations_with_history().filter(slug=slug)), moment)
        if not answers:
            raise Refusal(404, f"There is no organisation {shown(slug)}.")
        return Response(answers[0])


class SourceList(ListEndpoint):
    """The sources of the editions that the question names; without one also those of facts that
    stand outside editions."""

    filters = SourceFilters
    entry = serializers.Source
    answer = serializers.page_of(serializers.Source)
    scope = SCOPE
    orders = ("position", "title", "key", "published_on")
    otherwise = "that of the edition"
    operation, tag = "list_sources", "sources"
    title = "List sources"
    meaning = str(serializers.Source.__doc__)

    def check(self) -> None:
        self.when = self.moment()
        super().check()

    @cached_property
    def asked_of(self) -> Scope:
        """The editions that the question names."""
        return scope_of(
            question=self.question, moment=self.when, viewer=self.viewer, links=self.links
        )

    def everything(self) -> QuerySet:
        return sources_of(editions=self.asked_of.ids, outside=not self.asked_of.named)

    def usual_order(self) -> tuple[str, ...]:
        return ("edition__slug", "position", "key")

    def rows(self, queryset: QuerySet, names: Collection[str]) -> list[dict[str, Any]]:
        links = self.links
        return [chosen(source_answer(source, links=links), names) for source in queryset]


class SourceDetail(Endpoint):
    """One source, by its id."""

    answer = serializers.Source
    operation, tag = "read_sources", "sources"
    title = "Read one source"
    meaning = str(serializers.Source.__doc__)

    def get(self, request: Request, pk: UUID) -> Response:
        source = source_visible(source=pk, viewer=self.viewer)
        if source is None:
            raise Refusal(404, "There is no source with this id.")
        return Response(source_answer(source, links=self.links))
