"""Search."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Element
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.elements import whereabouts
from opmodel.editions.selectors.search import (
    LONGEST_QUESTION,
    MOST_HITS,
    find_elements,
    find_organisations,
    searched_edition_ids,
)
from opmodel.publishing.api import serializers
from opmodel.publishing.api.links import Links
from opmodel.publishing.api.parameters import (
    EDITION,
    MOMENT,
    ORGANISATION,
    PAGING,
    QUESTION,
    Parameter,
)
from opmodel.publishing.api.problems import nothing_at
from opmodel.publishing.api.registry import organisation_hit
from opmodel.publishing.api.selectors.registry import statuses
from opmodel.publishing.api.selectors.scope import scope_of
from opmodel.publishing.marks import Marks, Snippet, marks_of

from .base import Endpoint

_ORGANISATION = Parameter(
    "organisation",
    "The slug of an organisation: the edition that it had adopted last `on` a day, as `known_at` "
    "another, and its documents that were never adopted.",
    ORGANISATION.form,
)
_PLACE = Parameter(
    "place",
    "The key of a place: what belongs to it or names it.",
    {**EDITION.form, "examples": ["oxfordshire"]},
)
_KIND = Parameter("kind", "Only elements of this kind.", {"type": "string", "enum": list(kinds())})


class Search(Endpoint):
    """Finds elements and organisations by words, and says where each stands."""

    answer = serializers.found_page()
    operation, tag = "search", "search"
    title = "Search"
    meaning = (
        "Finds elements by all of the words, else by any of them, else by words spelt nearly so; "
        "in the latest editions of all organisations, and in documents that were never adopted, "
        "unless the question names others. Abbreviations find their words and the other way round. "
        "Where two fit as well, what is in force comes first, then the newer. "
        "Organisations are found by a code or by their name."
    )

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (QUESTION, EDITION, _ORGANISATION, _KIND, _PLACE, *MOMENT, *PAGING)

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
        editions = self._editions(moment)
        if page.first >= MOST_HITS:
            raise nothing_at("page", f"Only the best {MOST_HITS} can be seen. Ask more narrowly.")
        found = find_elements(
            question=asked,
            editions=editions,
            kind=question.text("kind"),
            place=question.text("place"),
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
                    _hit(each, within.get(each.id), status[each.edition_id], links, marks)
                    for each, marks in zip(found.elements, marks_of(found), strict=False)
                ],
                nearly=found.nearly,
                instead=found.instead,
                organisations=[
                    organisation_hit(each, links) for each in find_organisations(question=asked)
                ],
            )
        )

    def _editions(self, moment: Moment) -> list[UUID]:
        """The editions to look into, the ones in force first."""
        question, organisation = self.question, self.question.text("organisation")
        if question.text("edition"):
            scope = scope_of(question=question, moment=moment, viewer=self.viewer, links=self.links)
            return scope.ids
        ids = searched_edition_ids(moment=moment, organisation=organisation)
        if organisation and not ids:
            # Says whether there is no such organisation, or nothing in force of it.
            scope_of(question=question, moment=moment, viewer=self.viewer, links=self.links)
        return ids


def _hit(
    element: Element, within: Element | None, status: str, links: Links, marks: Marks
) -> dict[str, object]:
    edition = element.edition
    return {
        "id": element.id,
        "key": element.key,
        "kind": element.kind,
        "name": element.name,
        "summary": element.summary or None,
        "marks": _spans(marks.name),
        "snippet": (
            {"text": marks.summary.text, "marks": _spans(marks.summary)}
            if marks.summary.text
            else None
        ),
        "not_recorded": marks.gap or (_MISSING if marks.about_a_gap else None),
        "edition": edition.slug,
        "organisation": edition.organisation_id,
        "standing": element.standing,
        "status": status,
        "within": links.to_element(edition, within) if within else None,
        "url": links.element(edition, element.kind, element.key),
    }


_MISSING = "Not recorded in this document."


def _spans(snippet: Snippet) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in snippet.spans]
