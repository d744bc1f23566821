"""Which charts there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import Http404

from opmodel.editions.models import Kind

from . import governance, structure
from .definition import Chart

CHARTS: Final[tuple[Chart, ...]] = (structure.CHART, governance.CHART)
BY_NAME: Final = {chart.name: chart for chart in CHARTS}


def chart_named(name: str) -> Chart:
    """The chart of that name; without one the organisation chart. Raises Http404."""
    if name not in BY_NAME:
        raise Http404(f"There is no chart “{name}”.")
    return BY_NAME[name]


def charts_in(counts: Mapping[type[Kind], int]) -> tuple[Chart, ...]:
    """The charts in which an edition with so much of each kind has something to draw."""
    return tuple(chart for chart in CHARTS if any(kind in counts for kind in chart.kinds))
