"""Which scenarios somebody may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True)
class Change:
    """Who wrote a scenario, or wrote it anew, when, and why."""

    what: str
    who: str
    when: datetime
    why: str


def history_of(scenario: Scenario) -> list[Change]:
    """All that was done to a scenario that was written here, the last first. One query."""
    rows = Scenario.history.filter(key=scenario.key).select_related("history_user")
    return [
        Change(
            what="Written" if row.history_type == "+" else "Changed",
            who=(row.history_user.get_full_name() or row.history_user.get_username())
            if row.history_user
            else "",
            when=row.history_date,
            why=row.history_change_reason or "",
        )
        for row in rows.order_by("-history_date", "-history_id")
    ]
