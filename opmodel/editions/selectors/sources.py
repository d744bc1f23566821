"""The documents and registers that facts are taken from."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from opmodel.editions.models import Edition, Source
from opmodel.editions.viewer import Viewer


def sources_of(edition: Edition) -> QuerySet[Source]:
    """What an edition cites, in its order, each with how often (`cited`)."""
    return Source.objects.in_edition(edition).annotate(cited=Count("citations"))


def sources_cited(*, viewer: Viewer) -> QuerySet[Source]:
    """What the editions that the viewer may see cite, by title."""
    return (
        Source.objects.visible_to(viewer)
        .filter(edition__isnull=False)
        .select_related("edition__organisation")
        .order_by("title", "key")
    )


def sources_outside_editions() -> QuerySet[Source]:
    """What codes, dates and successions of organisations rest on, by title. Public."""
    return Source.objects.filter(edition__isnull=True).order_by("title")
