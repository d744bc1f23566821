"""Who changed what, for whoever may see the audit of an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.access.models import User
from opmodel.audit.models import Entry
from opmodel.audit.reading import Wanted, changes
from opmodel.editions.models import Edition, Organisation
from opmodel.publishing.api import change_serializers, serializers
from opmodel.publishing.api.parameters import PAGING, Parameter, edition_slug
from opmodel.publishing.api.problems import Refusal, nothing_at, shown
from opmodel.publishing.presenters.changes import lines
from opmodel.publishing.views.changes import NO_RIGHT, MayNotSee, audited_or_404, kinds_recorded
from opmodel.publishing.words import NOT_RECORDED

from .base import Endpoint

_DAY: Final = {"type": "string", "format": "date", "examples": ["2026-11-20"]}


class ChangeList(Endpoint):
    """The changes of an organisation."""

    answer = serializers.page_of(change_serializers.Change)
    also_refuses = (403,)
    operation, tag = "list_changes", "changes"
    title = "List who changed what"
    meaning = """
        Every change of an organisation's drafts, appointments, waivers, scenarios and roles, the
        newest first, with who made it and why. For those who may see the organisation's audit.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (
            Parameter(
                "organisation",
                "The slug of the organisation.",
                edition_slug("marlshire-icb"),
                required=True,
            ),
            Parameter("edition", "The slug of an edition.", edition_slug("marlshire-icb-2027-04")),
            Parameter(
                "kind",
                "What sort of thing was changed.",
                {"type": "string", "enum": [name for name, _ in kinds_recorded()]},
            ),
            Parameter("person", "The name by which somebody signs in."),
            Parameter("since", "The first day.", _DAY),
            Parameter("until", "The last day.", _DAY),
            Parameter("q", "Words in the reason."),
            *PAGING,
        )

    def get(self, request: Request) -> Response:
        question = self.question
        slug = question.text("organisation")
        if not slug:
            question.note("organisation", "Say of which organisation.")
        page = question.page()
        wanted = self._wanted()
        question.check()
        try:
            of = audited_or_404(request._request, slug)
        except Http404 as missing:
            raise nothing_at(
                "organisation", f"There is no organisation {shown(slug)} whose audit you may see."
            ) from missing
        except MayNotSee as refused:
            raise Refusal(403, NO_RIGHT) from refused
        editions = {edition.pk: edition for edition in Edition.objects.filter(organisation=of)}
        found = list(page.of(changes(of.slug, self._in_edition(wanted, editions))))
        return Response(page.answer(request, self._told(found, of, editions)))

    def _wanted(self) -> Wanted:
        question = self.question
        today = timezone.localdate()
        kind = question.words("kind", [name for name, _ in kinds_recorded()])
        person = question.text("person")
        since, until = (
            question.day(name, otherwise=today) if question.text(name) else None
            for name in ("since", "until")
        )
        return Wanted(
            kind=kind[0] if kind else "",
            person=_number_of(person) if person else None,
            words=question.text("q"),
            since=since,
            until=until,
        )

    def _in_edition(self, wanted: Wanted, editions: dict[Any, Edition]) -> Wanted:
        slug = self.question.text("edition")
        if not slug:
            return wanted
        for edition in editions.values():
            if edition.slug == slug:
                return replace(wanted, edition=edition.pk)
        raise nothing_at("edition", f"The organisation has no edition {shown(slug)}.")

    def _told(
        self, entries: Sequence[Entry], of: Organisation, editions: dict[Any, Edition]
    ) -> list[dict[str, Any]]:
        answers = []
        for entry, line in zip(entries, lines(entries, of, editions), strict=True):
            edition = editions.get(entry.edition_id)
            answers.append(
                {
                    "number": line.number,
                    "when": entry.recorded_at,
                    "who": line.who,
                    "what": line.tag,
                    "kind": line.kind,
                    "name": line.name,
                    "fields_changed": [
                        {
                            "field": each.label,
                            "before": None if each.before == NOT_RECORDED else each.before,
                            "after": None if each.after == NOT_RECORDED else each.after,
                        }
                        for each in line.fields
                    ],
                    "reason": line.reason or None,
                    "edition": edition.slug if edition else None,
                    "request": entry.request,
                    "hash": bytes(entry.hash).hex(),
                    "url": self.links.origin + line.url,
                }
            )
        return answers


def _number_of(person: str) -> int:
    """The number of whoever signs in by that name; one that nobody has where nobody does."""
    return User.objects.filter(username=person).values_list("pk", flat=True).first() or 0
