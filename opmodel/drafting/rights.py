"""Who may do what in a draft: change it, or only propose; all of it, or rows of their own."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from opmodel.access.models import User
from opmodel.access.rights import Somebody, may
from opmodel.access.roles import CHANGE_DRAFTS, PROPOSE
from opmodel.editions import belonging
from opmodel.editions.models import Edition, Kind
from opmodel.editions.viewer import Viewer


class NotAllowed(PermissionError):
    """Raised where somebody sees something and may not do it; the message says what is missing."""


def may_change(user: Somebody, edition: Edition) -> bool:
    """Whether somebody may change rows of the organisation's drafts, and decide proposals."""
    return may(user, CHANGE_DRAFTS, edition.organisation_id)


def may_open(user: Somebody, edition: Edition) -> bool:
    """Whether somebody may open a draft based on an edition that they see."""
    return may(user, CHANGE_DRAFTS, edition.organisation_id)


def may_propose(user: Somebody, viewer: Viewer, element: Kind) -> bool:
    """Whether somebody may propose a change to a row: to any, or because it is theirs."""
    edition = element.edition
    return may(user, PROPOSE, edition.organisation_id) or belonging.may_propose(viewer, element)


def may_propose_anything(user: Somebody, viewer: Viewer, edition: Edition) -> bool:
    """Whether there is anything in a draft that somebody may propose changes to."""
    own = any(unit[0] == edition.organisation_id for unit in viewer.units)
    return own or may(user, PROPOSE, edition.organisation_id)


def may_propose_new(
    user: Somebody, viewer: Viewer, edition: Edition, kind: type[Kind], values: dict[str, Any]
) -> bool:
    """Whether somebody may propose a row that is not there yet: it would have to be theirs."""
    if may(user, PROPOSE, edition.organisation_id):
        return True
    return belonging.would_belong(viewer, edition, kind, values)


def sees_all(viewer: Viewer, edition: Edition) -> bool:
    """Whether somebody sees the whole draft, and not only rows of their own."""
    return viewer.may_see_drafts_of(edition.organisation_id)


def called(user: AbstractBaseUser | None) -> str:
    """A person as others know them; a command where there is none."""
    if not isinstance(user, User):
        return "a command on the server"
    return user.get_full_name() or user.get_username()
