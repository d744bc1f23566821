"""Search."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Element
from opmodel.editions.selectors.elements import whereabouts
from opmodel.editions.selectors.search import (
    LONGEST_QUESTION,
    MOST_HITS,
    find_elements,
    find_organisations,
)
from opmodel.publishing.api import serializers
from opmodel.publishing.api.links import Links
from opmodel.publishing.api.parameters import PAGING, QUESTION, SCOPE, Parameter
from opmodel.publishing.api.problems import nothing_at
from opmodel.publishing.api.registry import organisation_hit
from opmodel.publishing.api.selectors.registry import statuses
from opmodel.publishing.api.selectors.scope import scope_of

from .base import Endpoint

_KIND = Parameter("kind", "Only elements of this kind.", {"type": "string", "enum": list(kinds())})


class Search(Endpoint):
    """Finds elements and organisations by words, and says where each stands."""

    answer = serializers.found_page()
    operation, tag = "search", "search"
    title = "Search"
    meaning = (
        "Finds elements by all of the words, else by any of them, else by words spelt nearly so; "
        "in the latest editions of all organisations unless the question names others. "
        "Organisations are found by a code or by their name."
    )

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (QUESTION, _KIND, *SCOPE, *PAGING)

    def get(self, request: Request) -> Response:
        question = self.question
        asked = question.text("q")
        if not asked:
            question.note("q", "Say what to look for.")
        elif len(asked) > LONGEST_QUESTION:
            question.note("q", f"At most {LONGEST_QUESTION} characters can be looked for.")
        question.words("kind", kinds())
        page, moment = question.page(), self.moment()
        question.check()
        links = self.links
        scope = scope_of(question=question, moment=moment, viewer=self.viewer, links=links)
        if page.first >= MOST_HITS:
            raise nothing_at("page", f"Only the best {MOST_HITS} can be seen. Ask more narrowly.")
        found = find_elements(
            question=asked,
            editions=scope.ids,
            kind=question.text("kind"),
            first=page.first,
            at_most=page.size,
        )
        if page.first and not found.elements:
            raise nothing_at("page", f"There is no page {page.number}: ask for an earlier one.")
        page.count = found.total
        within = whereabouts(found.elements)
        status = statuses(
            editions={each.edition_id for each in found.elements},
            viewer=self.viewer,
            moment=moment,
        )
        return Response(
            page.answer(
                request,
                [
                    _hit(each, within.get(each.id), status[each.edition_id], links)
                    for each in found.elements
                ],
                nearly=found.nearly,
                organisations=[
                    organisation_hit(each, links) for each in find_organisations(question=asked)
                ],
            )
        )


def _hit(element: Element, within: Element | None, status: str, links: Links) -> dict[str, object]:
    edition = element.edition
    return {
        "id": element.id,
        "key": element.key,
        "kind": element.kind,
        "name": element.name,
        "summary": element.summary or None,
        "edition": edition.slug,
        "organisation": edition.organisation_id,
        "standing": element.standing,
        "status": status,
        "within": links.to_element(edition, within) if within else None,
        "url": links.element(edition, element.kind, element.key),
    }
