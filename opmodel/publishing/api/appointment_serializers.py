"""The shapes of answers about appointments, and of what is sent to change them."""

from __future__ import annotations

from rest_framework import serializers as fields
from rest_framework.serializers import Serializer

from directorates.models import Appointment as Row


class Appointment(Serializer):
    """Somebody in a post, or its vacancy, between two days."""

    number = fields.IntegerField(help_text="Names this appointment in the API.")
    organisation = fields.CharField(help_text="The slug of the organisation.")
    post = fields.CharField(help_text="The key of the post, the same in all editions.")
    form = fields.ChoiceField(Row.Form.values)
    name = fields.CharField(allow_null=True, help_text="Null: a vacancy.")
    begins_on = fields.DateField(allow_null=True, help_text="Null: not recorded.")
    ends_on = fields.DateField(allow_null=True, help_text="The last day. Null: no end recorded.")
    note = fields.CharField(allow_null=True)
    recorded_at = fields.DateTimeField(help_text="When it was first recorded.")
    url = fields.URLField(help_text="The page of the post's appointments.")


_DAY = "A last day is the last on which it holds."


class _Said(Serializer):
    form = fields.ChoiceField(Row.Form.values)
    name = fields.CharField(max_length=120, allow_blank=True, allow_null=True, required=False)
    begins_on = fields.DateField(allow_null=True, required=False)
    ends_on = fields.DateField(allow_null=True, required=False, help_text=_DAY)
    note = fields.CharField(max_length=2000, allow_blank=True, allow_null=True, required=False)


class AppointmentMade(_Said):
    """A new appointment or vacancy."""

    organisation = fields.SlugField(max_length=120)
    post = fields.SlugField(max_length=120)
    takes_over = fields.BooleanField(
        required=False, help_text="What cannot stand beside it ends on the day before."
    )
    reason = fields.CharField(max_length=1000, help_text="Why; it is kept with your name.")


class AppointmentChanged(_Said):
    """What is put right in an appointment; what is left out stays."""

    reason = fields.CharField(max_length=1000, help_text="Why; it is kept with your name.")
