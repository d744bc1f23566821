"""Which matrices there are. One line here is all that a new one needs besides its own module."""

from __future__ import annotations

from typing import Final

from opmodel.editions.models import Edition

from . import (
    collaborative_members,
    commissioning_cycle,
    committee_decisions,
    forums,
    function_levels,
    limits,
    place_functions,
    responsibilities,
    scheme,
    scheme_by_holder,
)
from .definition import Counts, Definition

MATRICES: Final[tuple[Definition, ...]] = (
    scheme.DEFINITION,
    scheme_by_holder.DEFINITION,
    limits.DEFINITION,
    committee_decisions.DEFINITION,
    function_levels.DEFINITION,
    place_functions.DEFINITION,
    collaborative_members.DEFINITION,
    forums.DEFINITION,
)
"""The matrices that any edition may have. Each commissioning cycle and each responsibility
matrix is one more, by its own key."""

BY_NAME: Final = {definition.name: definition for definition in MATRICES}


def matrix_named(edition: Edition, name: str) -> Definition:
    """The matrix of that name. Raises Http404 where the edition cannot have one."""
    return (
        BY_NAME.get(name)
        or responsibilities.definition_of(edition, name)
        or commissioning_cycle.definition_of(edition, name)
    )


def matrices_in(edition: Edition, counts: Counts) -> tuple[Definition, ...]:
    """The matrices in which an edition has something to draw."""
    return (
        *responsibilities.definitions(edition, counts),
        *commissioning_cycle.definitions(edition, counts),
        *(definition for definition in MATRICES if definition.is_in(edition, counts)),
    )
