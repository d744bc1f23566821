"""The ways from the pages of an edition to the work on drafts: what to say, and where it leads."""

from __future__ import annotations

from django.http import HttpRequest

from opmodel.access.viewers import viewer_of
from opmodel.drafting.rights import may_change, may_open
from opmodel.editions.belonging import OPEN_STATES
from opmodel.editions.models import Edition, Kind
from opmodel.publishing import addresses

Way = tuple[str, str]


def of_draft(request: HttpRequest, edition: Edition) -> Way | None:
    """To the workspace of a draft; of another edition to where a draft is opened on it."""
    if not request.user.is_authenticated:
        return None
    if edition.state in OPEN_STATES:
        words = "Work on this draft" if may_change(request.user, edition) else "Its workspace"
        return words, addresses.of_work(edition)
    if may_open(request.user, edition):
        return "Open a draft based on it", addresses.of_opening(edition)
    return None


def of_element(request: HttpRequest, edition: Edition, element: Kind) -> Way | None:
    """To the form of a row in a draft; from another edition to where a draft is chosen."""
    if not request.user.is_authenticated:
        return None
    changes = may_change(request.user, edition)
    units = viewer_of(request).units
    own = any(unit[0] == edition.organisation_id for unit in units)
    if not (changes or own):
        return None
    words = "Change it" if changes else "Propose a change"
    if edition.state in OPEN_STATES:
        return words, addresses.of_row(edition, element.kind, element.key)
    return f"{words} in a draft", addresses.of_changing(edition, element)
