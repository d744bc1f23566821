"""A list and a detail for every kind of element, made from the kinds there are."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.editions.models import Element, Kind
from opmodel.editions.moments import Moment
from opmodel.publishing.api.elements import element_answers
from opmodel.publishing.api.parameters import SCOPE
from opmodel.publishing.api.problems import Refusal
from opmodel.publishing.api.selectors.scope import Scope, edition_of, scope_of
from opmodel.publishing.api.serializers import element_serializer, page_of
from opmodel.publishing.api.shapes import ELEMENT, Shape, shape_of
from opmodel.publishing.filters import element_filters, filters_for

from .base import Endpoint
from .lists import ListEndpoint


class ElementList(ListEndpoint):
    """Elements of one shape, of the editions that the question names."""

    shape: ClassVar[Shape]
    scope = SCOPE
    orders = ("position", "name", "key")
    otherwise = "that of the source"

    def check(self) -> None:
        self.when: Moment = self.moment()
        super().check()

    @cached_property
    def asked_of(self) -> Scope:
        """The editions that the question names."""
        return scope_of(
            question=self.question, moment=self.when, viewer=self.viewer, links=self.links
        )

    def everything(self) -> QuerySet:
        model = self.shape.kind or Element
        queryset = model.objects.filter(edition__in=self.asked_of.ids)
        # Named as well, so that the index on (edition, kind, position) serves the list.
        return queryset.filter(kind=self.shape.kind.kind_name) if self.shape.kind else queryset

    def usual_order(self) -> tuple[str, ...]:
        within = ("position", "key") if self.shape.kind else ("kind", "position", "key")
        return within if self.asked_of.named else ("edition__slug", *within)

    def rows(self, queryset: QuerySet, names: Collection[str]) -> list[dict[str, Any]]:
        return element_answers(
            queryset=queryset,
            shape=self.shape,
            editions=self.asked_of.editions,
            links=self.links,
            names=names,
        )


class ElementDetail(Endpoint):
    """One element, by its id."""

    shape: ClassVar[Shape]
    called: ClassVar[str]

    def get(self, request: Request, pk: UUID) -> Response:
        edition = edition_of(element=pk, viewer=self.viewer)
        model = self.shape.kind or Element
        answers = (
            element_answers(
                queryset=model.objects.filter(edition=edition, pk=pk),
                shape=self.shape,
                editions={edition.pk: edition},
                links=self.links,
            )
            if edition
            else []
        )
        if not answers:
            raise Refusal(404, f"There is no {self.called} with this id.")
        return Response(answers[0])


def views_for(kind: type[Kind]) -> tuple[type[ElementList], type[ElementDetail]]:
    """The list and the detail of a kind."""
    return _views(
        shape_of(kind),
        filters=filters_for(kind),
        tag=kind.plural,
        one=str(kind._meta.verbose_name),
        many=str(kind._meta.verbose_name_plural),
        meaning=kind.__doc__ or "",
    )


def views_for_elements() -> tuple[type[ElementList], type[ElementDetail]]:
    """The list of elements of every kind, with what all of them have, and its detail."""
    return _views(
        ELEMENT,
        filters=element_filters(),
        tag="elements",
        one="element",
        many="elements of every kind",
        meaning="What all elements have, whatever their kind.",
    )


def _views(
    shape: Shape, *, filters: Any, tag: str, one: str, many: str, meaning: str
) -> tuple[type[ElementList], type[ElementDetail]]:
    entry = element_serializer(shape)
    operation = tag.replace("-", "_")
    listed = {
        "shape": shape,
        "filters": filters,
        "entry": entry,
        "answer": page_of(entry),
        "tag": tag,
        "operation": f"list_{operation}",
        "title": f"List {many}",
        "meaning": meaning,
    }
    detailed = {
        "shape": shape,
        "called": one,
        "answer": entry,
        "tag": tag,
        "operation": f"read_{operation}",
        "title": f"Read one {one}",
        "meaning": meaning,
    }
    return (
        type(f"{shape.label}List", (ElementList,), listed),
        type(f"{shape.label}Detail", (ElementDetail,), detailed),
    )
