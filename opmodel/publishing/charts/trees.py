"""From who stands below whom to trees: nobody is lost, and a circle in a draft is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar
from uuid import UUID

from opmodel.editions.models import Element

E = TypeVar("E", bound=Element)

Below = dict[UUID | None, list[E]]
"""What stands below what; under None, what stands below nothing."""


def tops(below: Below[E]) -> list[E]:
    """What stands below nothing; and of a circle in a draft, one element to begin it with."""
    found = list(below.pop(None, ()))
    so_far = reached(found, below)
    for element in [each for children in below.values() for each in children]:
        if element.id not in so_far:
            found.append(element)
            so_far |= reached([element], below)
    return found


def reached(elements: Iterable[E], below: Mapping[UUID | None, list[E]]) -> set[UUID]:
    """The elements and everything below them."""
    found: set[UUID] = set()
    waiting = [element.id for element in elements]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting.extend(child.id for child in below.get(at, ()))
    return found
