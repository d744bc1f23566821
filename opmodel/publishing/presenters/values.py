"""Values of fields in words, without the element they stand at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models

from governance.models import Limit
from opmodel.editions.models import Edition, EditionState, Standing
from opmodel.publishing.words import amount, day

from .links import capitalised


def label_of(spec: models.Field) -> str:
    """What a field is called where its value stands beside it."""
    if spec.name == "reading":
        return "Our reading"
    return capitalised(str(spec.verbose_name))


def words_of(spec: models.Field | None, value: Any) -> str:
    """A field's value as people write it; empty where it is not recorded.

    What it refers to is given as the thing itself, or its name; of a list, each of them.
    """
    match value:
        case None | "":
            return ""
        case bool():
            return "Yes" if value else "No"
        case date():
            return day(value)
        case Decimal() if spec is not None and spec.model is Limit:
            return amount(value)
        case Decimal():
            return f"{value.normalize():,f}"
        case list() | tuple():
            return ", ".join(words_of(spec, each) for each in value)
        case str() if spec is not None and spec.choices:
            return str(dict(spec.flatchoices).get(value, value))
        case _:
            return str(value)


STATED: Final = "Stated as fact"
"""What is neither proposed nor open in a document that was never adopted, or not yet."""


def standing_words(standing: str, edition: Edition) -> str:
    """How firmly an edition states something. Only what was adopted is ever called in force."""
    if standing == Standing.IN_FORCE and edition.state != EditionState.ADOPTED:
        return STATED
    return str(Standing(standing).label)
