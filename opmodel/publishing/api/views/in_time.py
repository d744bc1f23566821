"""Two editions beside each other, and one element through time."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.editions.comparing import LISTS, compare
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element
from opmodel.editions.tracing import trace
from opmodel.publishing.api import time_serializers
from opmodel.publishing.api.ancestries import ancestry_answer
from opmodel.publishing.api.comparisons import USUAL, comparison_answer
from opmodel.publishing.api.parameters import MOMENT, Parameter, edition_slug
from opmodel.publishing.api.problems import Refusal, nothing_at, shown
from opmodel.publishing.asking import as_of_today
from opmodel.publishing.presenters.comparing import Presented, kinds_of, parts

from .base import Endpoint

FROM: Final = Parameter(
    "from", "The slug of the edition to start from.", edition_slug("bob-ics-sdp-2022-03"),
    required=True,
)  # fmt: skip
TO: Final = Parameter(
    "to",
    "The slug of the edition to compare it with, of the same or of another organisation.",
    edition_slug("bob-icb-2024-09"),
    required=True,
)
KIND: Final = Parameter(
    "kind",
    "Only elements that are, or were, of this kind.",
    {"type": "string", "enum": list(kinds())},
)
SECTION: Final = Parameter(
    "section",
    "Only elements of this part of the model.",
    {"type": "string", "enum": list(parts())},
)
LIST: Final = Parameter(
    "list",
    "Only these lists; the others are empty. All but `unchanged` where left out.",
    {"type": "array", "items": {"type": "string", "enum": list(LISTS)}, "minItems": 1},
    listed=True,
)


class Compare(Endpoint):
    """What differs in two editions."""

    answer = time_serializers.Comparison
    operation, tag = "compare", "compare"
    title = "Compare two editions"
    meaning = """
        What was added, removed, changed field by field, or moved from one edition to another, of
        the same or of two organisations. One thing is known by lineage, otherwise by its key. What
        a later edition does not have counts as not mentioned, rather than removed, where that
        edition says it does not show everything, or says nothing at all of such things.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (FROM, TO, KIND, SECTION, LIST)

    def get(self, request: Request) -> Response:
        question = self.question
        for name in ("from", "to"):
            if not question.text(name):
                question.note(name, "Name an edition by its slug.")
        question.words("kind", kinds())
        question.words("section", parts())
        lists = question.words("list", LISTS) or USUAL
        question.check()
        whole = compare(
            earlier=self._edition("from"), later=self._edition("to"), viewer=self.viewer
        )
        part, kind = question.text("section"), question.text("kind")
        narrowed = whole.of_kinds(kinds_of(part, kind)) if part or kind else whole
        answer = comparison_answer(
            Presented(narrowed, as_of_today()), lists, self.links, same=whole.says_the_same
        )
        return Response(answer)

    def _edition(self, parameter: str) -> Edition:
        slug = self.question.text(parameter)
        editions = Edition.objects.visible_to(self.viewer).select_related("organisation")
        edition = editions.filter(slug=slug).first()
        if edition is None:
            raise nothing_at(
                parameter,
                f"There is no edition {shown(slug)}. /api/v1/editions/ lists those there are.",
            )
        return edition


class ElementAncestry(Endpoint):
    """One element through time."""

    answer = time_serializers.Ancestry
    operation, tag = "read_ancestry", "elements"
    title = "Read one element through time"
    meaning = """
        The same thing in earlier and later editions, what it came from and what it became, over
        organisations; and for each thing it states since which edition it reads so, and who adopted
        that. With `known_at`, as far as it was known then.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return MOMENT

    def get(self, request: Request, pk: UUID) -> Response:
        moment = self.moment()
        self.question.check()
        element = Element.objects.visible_to(self.viewer).filter(pk=pk).defer("search").first()
        if element is None:
            raise Refusal(404, "There is no element with this id.")
        ancestry = trace(element=element, viewer=self.viewer, moment=moment)
        return Response(ancestry_answer(ancestry, self.links))
