"""Forms for granting a role and for ending one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms

from opmodel.access.granting import person_called
from opmodel.access.grants import GrantRefused
from opmodel.access.models import User
from opmodel.access.roles import ROLES, Role, role_named

WHOLE: Final = ""
"""Stands for the whole organisation where a unit could be."""


def _reason(required: str) -> forms.CharField:
    return forms.CharField(
        max_length=1000,
        error_messages={
            "required": required,
            "max_length": "Say it in at most 1,000 characters.",
        },
    )


class GrantForm(forms.Form):
    """Who gets which role, where, until when and why. *units*: kind and key, with the name."""

    person = forms.CharField(
        max_length=254,
        error_messages={
            "required": "Say who gets the role: their user name or mail address.",
            "max_length": "That is too long for a user name or mail address.",
        },
    )
    role = forms.ChoiceField(
        choices=[(role.name, role.title) for role in ROLES],
        error_messages={"required": "Choose a role.", "invalid_choice": "Choose one of the roles."},
    )
    unit = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Choose one of the units in the list."}
    )
    until = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"],
        error_messages={"invalid": "That is no date. Write it like 31/3/2027."},
    )
    reason = _reason("Say why they get the role.")

    def __init__(self, *args: Any, units: Mapping[tuple[str, str], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(":".join(unit), name) for unit, name in units.items()]
        self.fields["unit"].choices = [(WHOLE, ""), *named]  # type: ignore[attr-defined]

    def clean_person(self) -> User:
        try:
            return person_called(self.cleaned_data["person"])
        except GrantRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        role = self.chosen_role
        if role is None or "unit" not in said:
            return said
        unit = self.chosen_unit
        if role.on_unit and (unit is None or unit[0] not in role.units):
            self.add_error("unit", f"{role.title}: choose {role.where.lower()}.")
        if not role.on_unit and unit is not None:
            self.add_error("unit", f"{role.title}: is for the whole organisation. Choose that.")
        return said

    @property
    def chosen_role(self) -> Role | None:
        """The role that is granted."""
        name = self.cleaned_data.get("role")
        return role_named(name) if name else None

    @property
    def chosen_unit(self) -> tuple[str, str] | None:
        """The kind and key of the unit, where it is for one."""
        kind, _, key = self.cleaned_data.get("unit", "").partition(":")
        return (kind, key) if key else None


class EndGrantForm(forms.Form):
    """Why somebody no longer has a role."""

    because = _reason("Say why the role is ended.")
