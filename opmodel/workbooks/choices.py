"""What a person told once, and is not asked again: this column is that holder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from opmodel.editions.models import Organisation

from .models import RememberedChoice

LEAVE: Final = "leave"
"""The answer that something is left out."""
WORDS: Final = "words"
"""The answer that somebody is a type of holder, to be kept in the words of the workbook."""
KEY: Final = "key:"
"""Begins the answer that names an element."""


def remembered(organisation: str) -> dict[str, str]:
    """Every choice made for workbooks of this organisation."""
    made = RememberedChoice.objects.filter(organisation=organisation)
    return dict(made.values_list("name", "value"))


@transaction.atomic
def remember(*, organisation: Organisation, choices: Mapping[str, str]) -> None:
    """Keeps choices for the organisation's next workbook, each in place of an earlier one."""
    for name, value in choices.items():
        RememberedChoice.objects.update_or_create(
            organisation=organisation, name=name, defaults={"value": value}
        )
