"""What a person told once, and is not asked again: this column is that holder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import transaction

from opmodel.editions.models import Organisation

from .models import RememberedChoice

LEAVE: Final = "leave"
"""The answer that something is left out."""
WORDS: Final = "words"
"""The answer that somebody is a type of holder, to be kept in the words of the workbook."""
KEY: Final = "key:"
"""Begins the answer that names an element."""


class Heard(Mapping[str, str]):
    """Choices, and which of them a workbook asked for: `used`, by what was asked."""

    def __init__(self, choices: Mapping[str, str]):
        self._choices = choices
        self.used: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        value = self._choices[name]
        if value:
            self.used[name] = value
        return value

    def get(self, name: str, default: Any = "") -> Any:
        return self[name] if name in self._choices else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._choices)

    def __len__(self) -> int:
        return len(self._choices)


def remembered(organisation: str) -> dict[str, str]:
    """Every choice made for workbooks of this organisation."""
    made = RememberedChoice.objects.filter(organisation=organisation)
    return dict(made.values_list("name", "value"))


@transaction.atomic
def remember(*, organisation: Organisation, choices: Mapping[str, str]) -> None:
    """Keeps choices for the organisation's next workbook, each in place of an earlier one."""
    for name, value in choices.items():
        if not value:
            continue
        RememberedChoice.objects.update_or_create(
            organisation=organisation, name=name, defaults={"value": value}
        )
