"""Forms for living with a finding for a time, and for taking that back."""

from __future__ import annotations

from django import forms


class WaiverForm(forms.Form):
    """Why a finding is lived with, and until when."""

    reason = forms.CharField(
        max_length=1000,
        error_messages={
            "required": "Say why the finding is to be lived with.",
            "max_length": "Say it in at most 1,000 characters.",
        },
    )
    until = forms.DateField(
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        error_messages={
            "required": "Choose the last day on which it holds.",
            "invalid": "That is no date. Write it like 31/3/2027.",
        },
    )
    everywhere = forms.BooleanField(required=False)


class EndingForm(forms.Form):
    """Why a finding is no longer lived with."""

    because = forms.CharField(
        max_length=1000,
        error_messages={
            "required": "Say why the finding is no longer to be lived with.",
            "max_length": "Say it in at most 1,000 characters.",
        },
    )
