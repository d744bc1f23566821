"""Editions, organisations and sources as lists of the API read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from opmodel.editions.models import Edition, Identifier, Organisation, Source, Succession
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.editions import editions_for_list
from opmodel.editions.viewer import Viewer


def organisations_with_history() -> QuerySet[Organisation]:
    """Every organisation, with its codes and what it came from and became, and their sources."""
    return Organisation.objects.select_related("source", "system").prefetch_related(
        Prefetch("identifiers", Identifier.objects.select_related("source")),
        Prefetch("came_from", Succession.objects.select_related("predecessor", "source")),
        Prefetch("became", Succession.objects.select_related("successor", "source")),
    )


def slugs_in_force(
    *, organisations: Iterable[Organisation], viewer: Viewer, moment: Moment
) -> dict[str, str]:
    """The edition in force for each of these organisations that has one, by their slugs."""
    editions = Edition.objects.visible_to(viewer).in_force(**moment.asked())
    rows = editions.filter(organisation__in=list(organisations)).order_by()
    return dict(rows.values_list("organisation_id", "slug"))


def statuses(*, editions: set[UUID], viewer: Viewer, moment: Moment) -> dict[UUID, str]:
    """What each of these editions is on the day."""
    found: QuerySet[Any] = editions_for_list(viewer=viewer, moment=moment).filter(pk__in=editions)
    return dict(found.order_by().values_list("pk", "status"))


def sources_of(*, editions: Iterable[UUID], outside: bool) -> QuerySet[Source]:
    """The sources of editions that passed the gate; with *outside* also those outside editions,
    which back facts about organisations and are public as these are."""
    wanted = Q(edition__in=list(editions))
    if outside:
        wanted |= Q(edition__isnull=True)
    return Source.objects.filter(wanted).select_related("edition")


def source_visible(*, source: UUID, viewer: Viewer) -> Source | None:
    """The source with this id, where the viewer may see it."""
    visible = Q(edition__isnull=True) | Q(edition__in=Edition.objects.visible_to(viewer))
    return Source.objects.filter(visible, pk=source).select_related("edition").first()
