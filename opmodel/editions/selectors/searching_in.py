"""What a search is narrowed to, and what it could be narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from opmodel.editions.models import Edition, Element, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer

from .search import searched_lines

MOST_OPTIONS = 100
"""Editions or places that are offered to choose from. Where there are more, nobody reads them:
choosing an organisation first leaves fewer."""


@dataclass(frozen=True)
class Scope:
    """The editions that a search looks into, and what may be chosen to narrow it, as slug or key
    and what it is called.

    *edition* is the one that it was narrowed to, *organisation* likewise.
    """

    ids: list[UUID]
    organisations: list[tuple[str, str]]
    editions: list[tuple[str, str]]
    places: list[tuple[str, str]]
    edition: Edition | None = None
    organisation: Organisation | None = None


def searching_in(
    *, viewer: Viewer, moment: Moment, organisation: str = "", edition: str = ""
) -> Scope:
    """The scope of a search. Raises Http404 where there is no such organisation or edition, or
    none that the viewer may see."""
    lines = searched_lines(moment=moment)
    one = _edition(edition, organisation, viewer) if edition else None
    of = one.organisation if one else _organisation(organisation) if organisation else None
    organisations = {line.organisation: line.called for line in lines}
    if of:
        organisations.setdefault(of.slug, of.called)
        editions = _editions_of(of, viewer)
        ids = [one.id] if one else [line.id for line in lines if line.organisation == of.slug]
    else:
        editions = [(line.slug, f"{line.called}, {line.label}") for line in lines]
        ids = [line.id for line in lines]
    return Scope(
        ids=ids,
        organisations=sorted(organisations.items(), key=lambda each: each[1]),
        editions=editions if len(editions) <= MOST_OPTIONS else [],
        places=_places(ids),
        edition=one,
        organisation=of,
    )


def _editions_of(organisation: Organisation, viewer: Viewer) -> list[tuple[str, str]]:
    found = Edition.objects.visible_to(viewer).filter(organisation=organisation)
    named = found.order_by("-published_on", "slug").values_list("slug", "label")
    return [(slug, f"{organisation.called}, {label}") for slug, label in named]


def _edition(slug: str, organisation: str, viewer: Viewer) -> Edition:
    found = (
        Edition.objects.visible_to(viewer).select_related("organisation").filter(slug=slug).first()
    )
    if found is None or organisation not in ("", found.organisation_id):
        of = f" of “{organisation}”" if organisation else ""
        raise Http404(f"There is no edition “{slug}”{of}.")
    return found


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404(f"There is no organisation “{slug}”.")
    return found


def _places(ids: list[UUID]) -> list[tuple[str, str]]:
    """Key and name of the places of these editions, each key once."""
    if len(ids) > MOST_OPTIONS // 10:
        return []
    named = Element.objects.filter(edition__in=ids, kind="place").order_by("name")
    found = dict(named.values_list("key", "name")[: MOST_OPTIONS + 1])
    return list(found.items()) if len(found) <= MOST_OPTIONS else []
