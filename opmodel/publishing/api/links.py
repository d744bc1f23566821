"""Absolute addresses, and references to what has a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element, Organisation
from opmodel.publishing import addresses

Relation = dict[str, Any]


class Links:
    """Addresses of pages, on the host that was asked."""

    def __init__(self, request: HttpRequest):
        self.origin = request.build_absolute_uri("/")[:-1]
        self._lists: dict[tuple[UUID, str], str] = {}

    def organisation(self, organisation: Organisation) -> str:
        return self.origin + addresses.of_organisation(organisation)

    def edition(self, edition: Edition) -> str:
        return self.origin + addresses.of_edition(edition)

    def workbook(self, edition: Edition) -> str:
        return self.origin + addresses.of_workbook(edition)

    def limits_dmn(self, edition: Edition) -> str:
        return self.origin + addresses.of_dmn(edition)

    def sources(self, edition: Edition) -> str:
        return self.origin + addresses.of_sources(edition)

    def element(self, edition: Edition, kind: str, key: str) -> str:
        """An element's address: under the list of its kind, which is put together once."""
        of = (edition.pk, kind)
        if of not in self._lists:
            self._lists[of] = self.origin + addresses.of_list(edition, kinds()[kind])
        return f"{self._lists[of]}{key}/"

    def to_element(self, edition: Edition, element: Element) -> Relation:
        """A reference to an element."""
        url = self.element(edition, element.kind, element.key)
        return relation(element.key, element.kind, element.name, url)

    def to_organisation(self, organisation: Organisation) -> Relation:
        """A reference to an organisation."""
        url = self.organisation(organisation)
        return relation(organisation.slug, "organisation", organisation.name, url)


def relation(key: str, kind: str, name: str, url: str | None) -> Relation:
    """A reference as it is answered; what has no page of its own has no address."""
    return {"key": key, "kind": kind, "name": name, "url": url}
