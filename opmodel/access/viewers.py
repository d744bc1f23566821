"""From a request to a viewer: what the person asking may see."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest

from opmodel.editions.viewer import MACHINE, PUBLIC, Viewer

from .rights import rights_of
from .roles import PROPOSE, VIEW_DRAFTS


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request, worked out once for each request."""
    asking: Any = request
    if not hasattr(asking, "_viewer"):
        asking._viewer = viewer_for(request.user)
    viewer: Viewer = asking._viewer
    return viewer


def viewer_for(user: AbstractBaseUser | AnonymousUser) -> Viewer:
    """The viewer that somebody is."""
    if not user.is_authenticated:
        return PUBLIC
    rights = rights_of(user)
    if rights.everything:
        return MACHINE
    return Viewer(drafts_of=rights.on(VIEW_DRAFTS), units=rights.on_units(PROPOSE))
