"""One description for each kind: its fields in groups, with headings, labels and hints."""

from __future__ import annotations

from functools import cache

from opmodel.editions.models import Kind

from . import agreements, commissioning, directorates, governance, places, registry, transition
from .base import Described, Description, Group, Widget

__all__ = ["Described", "Description", "Group", "Widget", "description_of", "descriptions"]

_MODULES = (directorates, places, governance, agreements, commissioning, transition, registry)


@cache
def descriptions() -> dict[str, Description]:
    """Every description by the name of its kind."""
    return {each.kind.kind_name: each for module in _MODULES for each in module.DESCRIPTIONS}


def description_of(kind: type[Kind]) -> Description:
    """The description of a kind."""
    return descriptions()[kind.kind_name]
