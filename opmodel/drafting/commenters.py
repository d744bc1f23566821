"""Who takes part in what is said about rows of drafts: whoever may comment, and nobody else."""

from __future__ import annotations

from opmodel.access.rights import Somebody, may_on, rights_of
from opmodel.access.roles import COMMENT
from opmodel.editions.models import Edition, Element
from opmodel.editions.viewer import Viewer


def commenter(user: Somebody) -> Viewer:
    """Somebody as regards comments: they are told those about rows on which they may comment."""
    rights = rights_of(user)
    return Viewer(
        drafts_of=rights.on(COMMENT), everything=rights.everything, units=rights.on_units(COMMENT)
    )


def may_comment(user: Somebody, element: Element) -> bool:
    """Whether somebody may comment on a row of an open draft, and read what is said about it."""
    return not element.edition.is_frozen and may_on(user, COMMENT, element)


def may_comment_anywhere(user: Somebody, edition: Edition) -> bool:
    """Whether there is anything in a draft that somebody may comment on."""
    viewer = commenter(user)
    own = any(unit[0] == edition.organisation_id for unit in viewer.units)
    return own or viewer.may_see_drafts_of(edition.organisation_id)
