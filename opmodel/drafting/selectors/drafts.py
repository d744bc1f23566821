"""Drafts that somebody works on, and the rows of one within their reach."""

from __future__ import annotations

from typing import TypeVar, cast

from django.http import Http404

from opmodel.editions.models import Edition, Element, Kind
from opmodel.editions.querysets import EditionQuerySet
from opmodel.editions.viewer import Viewer

K = TypeVar("K", bound=Kind)


def drafts_open_to(viewer: Viewer) -> EditionQuerySet:
    """Drafts in which the viewer has anything to work on, by organisation."""
    return (
        Edition.objects.open_to(viewer)
        .select_related("organisation", "based_on")
        .order_by("organisation__name", "title", "slug")
    )


def draft_open_to(*, organisation: str, slug: str, viewer: Viewer) -> Edition:
    """A draft by its address. Raises Http404 where the viewer has nothing to work on in it."""
    found = drafts_open_to(viewer).filter(slug=slug, organisation=organisation).first()
    if found is None:
        raise Http404("There is no such draft that you work on.")
    found.status = str(found.get_state_display()).lower()
    found.is_latest = False
    return found


def drafts_with(*, organisation: str, key: str, viewer: Viewer) -> list[Edition]:
    """The organisation's drafts in which the viewer may work on the row of that key. One query."""
    rows = Element.objects.within_reach_of(viewer).filter(
        key=key, edition__organisation=organisation
    )
    return list(drafts_open_to(viewer).filter(pk__in=rows.order_by().values("edition")))


def row_within_reach(*, edition: Edition, kind: type[K], key: str, viewer: Viewer) -> K:
    """A row of a draft. Raises Http404 where it is not within the viewer's reach."""
    rows = kind.objects.in_edition(edition).within_reach_of(viewer, edition=edition)
    found = rows.defer("search").filter(key=key).first()
    if found is None:
        raise Http404("There is no such row that you work on.")
    found.edition = edition
    return cast(K, found)
