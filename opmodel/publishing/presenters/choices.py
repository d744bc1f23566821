"""What an edition may be compared with."""

from __future__ import annotations

from itertools import groupby

from opmodel.editions.models import Edition
from opmodel.editions.viewer import Viewer

Choices = list[tuple[str, list[tuple[str, str]]]]


def compared_with(edition: Edition, viewer: Viewer) -> Choices:
    """The editions that somebody may compare with this one, as (slug, words), by organisation; its
    own organisation first. One query."""
    others = Edition.objects.visible_to(viewer).exclude(pk=edition.pk)
    own = edition.organisation_id
    rows = sorted(
        others.select_related("organisation"),
        key=lambda each: (each.organisation_id != own, each.organisation.name),
    )
    return [
        (name, [(each.slug, f"{each.title}, {each.label}") for each in of_it])
        for name, of_it in groupby(rows, key=lambda each: str(each.organisation.name))
    ]
