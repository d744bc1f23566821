"""Forms for who holds which post."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from directorates.models import Appointment

_DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"]
_NO_DATE: Final = "That is no date. Write it like 31/3/2027."


def _reason() -> forms.CharField:
    return forms.CharField(
        max_length=1000,
        error_messages={
            "required": "Say in a few words why.",
            "max_length": "Say it in at most 1,000 characters.",
        },
    )


def _day(required: str = "") -> forms.DateField:
    messages = {"invalid": _NO_DATE, "required": required}
    return forms.DateField(input_formats=_DAYS, required=bool(required), error_messages=messages)


class AppointmentForm(forms.Form):
    """Who is in a post, in which form, from when until when; why; and what was seen."""

    form = forms.ChoiceField(
        choices=Appointment.Form.choices,
        error_messages={
            "required": "Choose how the post is held.",
            "invalid_choice": "Choose one of these.",
        },
    )
    name = forms.CharField(
        max_length=120,
        required=False,
        error_messages={"max_length": "A name has at most 120 characters."},
    )
    begins_on = _day()
    ends_on = _day()
    note = forms.CharField(
        max_length=2000,
        required=False,
        error_messages={"max_length": "Say it in at most 2,000 characters."},
    )
    takes_over = forms.BooleanField(required=False)
    reason = _reason()
    seen = forms.CharField(max_length=40, required=False)

    @property
    def values(self) -> dict[str, Any]:
        """What is said of the appointment."""
        names = ("form", "name", "begins_on", "ends_on", "note")
        return {name: self.cleaned_data[name] for name in names}


class EndForm(forms.Form):
    """The last day of an appointment."""

    ends_on = _day("Say the last day.")
    reason = _reason()
    seen = forms.IntegerField()


class TakeOutForm(forms.Form):
    """That something should never have been recorded."""

    sure = forms.BooleanField(
        error_messages={"required": "Nothing was taken out. Tick the box first, if you mean it."}
    )
    reason = _reason()
    seen = forms.IntegerField()
