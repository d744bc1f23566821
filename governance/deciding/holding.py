"""Who holds a post on a day, and who stands in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

VACANT, SUBSTANTIVE, SHARED = "vacant", "substantive", "shared"


@dataclass(frozen=True, slots=True)
class Tenure:
    """Somebody in a post, or its vacancy."""

    form: str
    name: str = ""
    since: str = ""


Tenures = Mapping[str, tuple[Tenure, ...]]
"""For each post that anything is recorded of: everybody in it on the day. A post that is missing
here has no holder recorded: that is not a vacancy."""


def is_vacant(post: str, tenures: Tenures) -> bool:
    """Whether the post is recorded as vacant, with nobody acting in it."""
    return _forms(post, tenures) == {VACANT}


def is_substantive(post: str, tenures: Tenures) -> bool:
    """Whether whoever is in the post holds it for good; true where no holder is recorded."""
    forms = _forms(post, tenures)
    return not forms or not forms.isdisjoint((SUBSTANTIVE, SHARED))


def _forms(post: str, tenures: Tenures) -> set[str]:
    return {each.form for each in tenures.get(post, ())}
