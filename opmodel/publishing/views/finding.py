"""What every page under an organisation's address begins with."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from opmodel.access.viewers import viewer_of
from opmodel.editions.kinds import kinds_by_plural
from opmodel.editions.models import Edition, Kind
from opmodel.editions.selectors.editions import edition_by_slug
from opmodel.publishing.asking import Asked


def edition_or_404(request: HttpRequest, organisation: str, slug: str, asked: Asked) -> Edition:
    """The edition at that address, as far as whoever asks may see it. Raises Http404."""
    edition = edition_by_slug(slug=slug, viewer=viewer_of(request), moment=asked.moment)
    if edition.organisation_id != organisation:
        raise Http404(f"There is no edition “{slug}” here.")
    return edition


def kind_or_404(plural: str) -> type[Kind]:
    """The kind whose lists have that address. Raises Http404."""
    kind = kinds_by_plural().get(plural)
    if kind is None:
        raise Http404("There is no such list.")
    return kind
