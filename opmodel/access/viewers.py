"""From a request to a viewer: what the person asking may see."""

from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.http import HttpRequest
from guardian.shortcuts import get_objects_for_user

from opmodel.editions.models import Organisation
from opmodel.editions.viewer import MACHINE, PUBLIC, Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request, worked out once for each request."""
    asking: Any = request
    if not hasattr(asking, "_viewer"):
        asking._viewer = viewer_for(request.user)
    viewer: Viewer = asking._viewer
    return viewer


def viewer_for(user: AbstractUser | AnonymousUser) -> Viewer:
    """The viewer that somebody is."""
    if not user.is_authenticated:
        return PUBLIC
    if user.is_superuser:
        return MACHINE
    granted = get_objects_for_user(user, "editions.view_drafts", Organisation)
    return Viewer(drafts_of=frozenset(granted.values_list("slug", flat=True)))
