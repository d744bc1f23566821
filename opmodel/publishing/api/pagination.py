"""Pages of a list."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from .problems import nothing_at

PAGE_SIZE: Final = 100
LARGEST_PAGE: Final = 500
LAST_PAGE: Final = 1_000_000_000
"""Beyond any list there will be; within what the database can count."""


class Pages:
    """One page of a list: how many there are in all, the rows, and where to go from here."""

    def __init__(self, *, number: int = 1, size: int = PAGE_SIZE) -> None:
        self.number, self.size, self.count = number, size, 0

    @property
    def first(self) -> int:
        """How many rows come before this page."""
        return (self.number - 1) * self.size

    def of(self, queryset: QuerySet) -> QuerySet:
        """The rows of this page. Refuses pages that the list does not have."""
        self.turn_to(count=queryset.count())
        return queryset[self.first : self.first + self.size]

    def turn_to(self, *, count: int) -> None:
        """Takes note of how many rows there are. Refuses pages that the list does not have."""
        self.count = count
        last = max(1, -(-count // self.size))
        if self.number > last:
            raise nothing_at(
                "page",
                f"There is no page {self.number}: the list has {count} "
                f"{'entry' if count == 1 else 'entries'}, its last page is {last}.",
            )

    def answer(self, request: Request, results: list[Any], **more: Any) -> dict[str, Any]:
        """The page as it is sent."""
        here = request.build_absolute_uri()
        further = self.first + self.size < self.count
        return {
            "count": self.count,
            "next": replace_query_param(here, "page", self.number + 1) if further else None,
            "previous": (
                replace_query_param(here, "page", self.number - 1) if self.number > 1 else None
            ),
            "results": results,
            **more,
        }
