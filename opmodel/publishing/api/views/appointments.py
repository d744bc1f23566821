"""Who holds which post: read by anyone, written by who keeps the appointments."""

from __future__ import annotations

from typing import Any, Final, NoReturn

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from directorates.actions.appointing import AppointmentOvertaken, appoint, correct
from directorates.models import Appointment
from directorates.selectors.appointments import appointments, in_posts_seen_by
from opmodel.editions.actions.changing import ChangeRefused
from opmodel.editions.models import Organisation
from opmodel.editions.moments import Moment
from opmodel.publishing.api import appointment_serializers, serializers
from opmodel.publishing.api.parameters import (
    KNOWN_AT,
    PAGING,
    Parameter,
    chosen_fields,
    edition_slug,
)
from opmodel.publishing.api.problems import Fault, Refusal, nothing_at, shown
from opmodel.publishing.presenters.appointments import of_post

from .base import Endpoint
from .lists import chosen
from .writing import NO_MATCH, WritingEndpoint, etag_of, refused_change, sent_wrongly

ORGANISATION: Final = Parameter(
    "organisation", "The slug of an organisation.", edition_slug("marlshire-icb")
)
POST: Final = Parameter("post", "The key of a post, such as `chief-nursing-officer`.")
FORM: Final = Parameter(
    "form", "How the post is held.", {"type": "string", "enum": Appointment.Form.values}
)
RUNNING_ON: Final = Parameter(
    "on",
    "Only those that run on this day. All where left out.",
    {"type": "string", "format": "date", "examples": ["2025-06-02"]},
)


class _Appointments(WritingEndpoint):
    tag = "appointments"

    def told(self, row: Appointment) -> dict[str, Any]:
        """An appointment as it is answered."""
        return {
            "number": row.pk,
            "organisation": row.organisation_id,
            "post": row.post,
            "form": row.form,
            "name": row.name or None,
            "begins_on": row.begins_on,
            "ends_on": row.ends_on,
            "note": row.note or None,
            "recorded_at": row.recorded_at,
            "url": self.links.origin + of_post(Organisation(slug=row.organisation_id), row.post),
        }

    def tag_of(self, row: Appointment) -> str:
        """Names an appointment as it stands."""
        return etag_of(self.links.origin, row.pk, row.version)

    def answered(self, row: Appointment, status: int = 200) -> Response:
        """One appointment, with the ETag by which it can be written to."""
        response = Response(self.told(row), status=status)
        response.headers["ETag"] = self.tag_of(row)
        return response


class AppointmentList(_Appointments):
    """Every appointment there is."""

    http_method_names = (*Endpoint.http_method_names, "post")
    answer = serializers.page_of(appointment_serializers.Appointment)
    written = appointment_serializers.Appointment
    sent = {"POST": appointment_serializers.AppointmentMade}
    operation = "list_appointments"
    title = "List appointments, or make one"
    meaning = """
        Who holds which post of which organisation from when to when, by organisation, post and
        days. Appointments are no part of an edition: they change at any time. Whoever keeps the
        appointments of an organisation may add one.
    """

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        names = tuple(appointment_serializers.Appointment._declared_fields)
        return (ORGANISATION, POST, FORM, RUNNING_ON, KNOWN_AT, chosen_fields(names), *PAGING)

    def get(self, request: Request) -> Response:
        question = self.question
        today = timezone.localdate()
        known = question.day("known_at", otherwise=today)
        moment = Moment(on=question.day("on", otherwise=today), known=known)
        words = question.words("form", Appointment.Form.values)
        names = question.words("fields", self._names())
        page = question.page()
        question.check()
        narrowed = Q(in_posts_seen_by(self.viewer))
        if slug := question.text("organisation"):
            if not Organisation.objects.filter(slug=slug).exists():
                raise nothing_at("organisation", f"There is no organisation {shown(slug)}.")
            narrowed &= Q(organisation=slug)
        if post := question.text("post"):
            narrowed &= Q(post=post)
        if words:
            narrowed &= Q(form__in=words)
        found = appointments(moment=moment, narrowed=narrowed, running=bool(question.text("on")))
        page.turn_to(count=len(found))
        rows = found[page.first : page.first + page.size]
        return Response(page.answer(request, [chosen(self.told(row), names) for row in rows]))

    def post(self, request: Request) -> Response:
        sent = self.body()
        reason = sent.pop("reason")
        authored = self.authored(reason)
        slug, post = sent.pop("organisation"), sent.pop("post")
        organisation = Organisation.objects.filter(slug=slug).first()
        if organisation is None:
            raise sent_wrongly([Fault("organisation", f"There is none {shown(slug)}.")])
        try:
            made = appoint(
                organisation=organisation,
                post=post,
                takes_over=sent.pop("takes_over", False),
                values=_values(sent),
                authored=authored,
            )
        except ChangeRefused as refused:
            raise refused_change(refused) from refused
        return self.answered(made, status=201)

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        return tuple(appointment_serializers.Appointment._declared_fields)


class AppointmentDetail(_Appointments):
    """One appointment."""

    http_method_names = (*Endpoint.http_method_names, "patch")
    answer = appointment_serializers.Appointment
    sent = {"PATCH": appointment_serializers.AppointmentChanged}
    operation = "appointment"
    title = "Read an appointment, or put it right"
    meaning = """
        One appointment as it stands. Its ETag is what a change says in If-Match. A change of
        `ends_on` alone ends it.
    """

    def get(self, request: Request, number: int) -> Response:
        return self.answered(self._row(number))

    def patch(self, request: Request, number: int) -> Response:
        row = self._row(number)
        sent = self.body()
        authored = self.authored(sent.pop("reason", ""))
        self.match(self.tag_of(row))
        try:
            changed = correct(
                appointment=row, values=_values(sent), seen=row.version, authored=authored
            )
        except ChangeRefused as refused:
            raise refused_change(refused) from refused
        except AppointmentOvertaken as overtaken:
            _overtaken(overtaken)
        return self.answered(changed)

    def _row(self, number: int) -> Appointment:
        row = (
            Appointment.objects.filter(in_posts_seen_by(self.viewer), pk=number)
            .select_related("organisation")
            .first()
        )
        if row is None:
            raise Http404("There is no such appointment, or no longer.")
        return row


def _overtaken(overtaken: AppointmentOvertaken) -> NoReturn:
    raise Refusal(412, NO_MATCH) from overtaken


def _values(sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent as it is kept: words that are empty are empty, not nothing."""
    empty = {"name": "", "note": ""}
    return {
        name: empty[name] if value is None and name in empty else value
        for name, value in sent.items()
    }
