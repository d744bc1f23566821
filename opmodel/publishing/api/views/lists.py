"""What all lists do: narrow, order, choose fields, turn pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.publishing.api.parameters import (
    PAGING,
    Parameter,
    chosen_fields,
    from_filters,
    ordering,
)
from opmodel.publishing.api.serializers import Declared
from opmodel.publishing.filters import Narrowing

from .base import Endpoint


class ListEndpoint(Endpoint):
    """A list. Subclasses say what is listed, and how a page of it is read."""

    filters: ClassVar[type[Narrowing]]
    entry: ClassVar[Declared]
    scope: ClassVar[tuple[Parameter, ...]] = ()
    orders: ClassVar[tuple[str, ...]]
    otherwise: ClassVar[str]

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """The fields of an entry."""
        return tuple(cls.entry._declared_fields)

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (
            *cls.scope,
            *from_filters(cls.filters),
            ordering(cls.orders, cls.otherwise),
            chosen_fields(cls.names()),
            *PAGING,
        )

    def get(self, request: Request) -> Response:
        question = self.question
        narrowed = self.filters(question.given)
        for name, messages in narrowed.errors.items():
            question.note(name, " ".join(messages))
        order = question.words("ordering", self._signed_orders())
        names = question.words("fields", self.names())
        page = question.page()
        self.check()
        queryset = narrowed.filter_queryset(self.everything())
        queryset = queryset.order_by(*(order or self.usual_order()), "pk")
        return Response(page.answer(request, self.rows(page.of(queryset), names)))

    def check(self) -> None:
        """Refuses the question where anything is wrong with it."""
        self.question.check()

    def everything(self) -> QuerySet:
        """The whole list, as far as the viewer may see it."""
        raise NotImplementedError

    def usual_order(self) -> tuple[str, ...]:
        """The order where none is asked for."""
        raise NotImplementedError

    def rows(self, queryset: QuerySet, names: Collection[str]) -> list[dict[str, Any]]:
        """The entries of one page, with these fields, or all where none are named."""
        raise NotImplementedError

    @classmethod
    def _signed_orders(cls) -> list[str]:
        return [sign + name for name in cls.orders for sign in ("", "-")]


def chosen(row: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The fields of these names, in the order of the whole; all where none are named."""
    return {name: value for name, value in row.items() if name in names} if names else row
