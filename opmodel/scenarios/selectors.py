"""Which scenarios somebody may see."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from opmodel.editions.models import Edition
from opmodel.editions.viewer import Viewer

from .models import Scenario, ScenarioQuerySet


def scenarios_for(*, viewer: Viewer, edition: Edition | None = None) -> ScenarioQuerySet:
    """All that the viewer may see, with their steps; of an edition, those for its organisation and
    those for any."""
    found = (
        Scenario.objects.visible_to(viewer)
        .select_related("organisation", "written_by")
        .prefetch_related("steps__level")
    )
    if edition is not None:
        found = found.filter(Q(organisation=None) | Q(organisation=edition.organisation_id))
    return found


def scenario_by_key(*, key: str, viewer: Viewer) -> Scenario:
    """The scenario of that key. Raises Http404 where there is none that the viewer may see."""
    found = scenarios_for(viewer=viewer).filter(key=key).first()
    if found is None:
        raise Http404(f"There is no scenario “{key}”.")
    return found
