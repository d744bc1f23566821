"""What a new row is called where nobody says: as workbooks name powers and limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from governance.models import Delegation, Limit
from opmodel.editions.ids import row_id
from opmodel.editions.models import Edition, Kind
from opmodel.editions.records import Record, Value
from opmodel.workbooks.reach import band_of, wording

from .cells import Cells
from .reading import about_power

Part = Delegation.Part
_PART_SAID: Final[dict[str, str]] = {
    Part.APPROVES: "approves",
    Part.RECOMMENDS: "recommends",
    Part.CONSULTED: "is consulted",
    Part.SIGNS: "signs",
    Part.TOLD: "is told",
}


def name_for(kind: type[Kind], values: Mapping[str, Value], cells: Cells, edition: Edition) -> str:
    """A name made of what a row says; empty where that is too little."""
    if kind is Delegation:
        return _of_power(values, cells)
    if kind is Limit:
        return _of_limit(values, cells, edition)
    return ""


def _of_power(values: Mapping[str, Value], cells: Cells) -> str:
    decision = cells.name_of.get(str(values.get("decision")), "")
    holder = cells.name_of.get(str(values.get("holder")), "") or str(values.get("held_by") or "")
    if not (decision and holder):
        return ""
    part = _PART_SAID[str(values.get("part") or Part.APPROVES)]
    return f"{decision[:200]}: {holder[:60]} {part}"


def _of_limit(values: Mapping[str, Value], cells: Cells, edition: Edition) -> str:
    key = values.get("delegation")
    if not key:
        return ""
    stated = {name: value for name, value in values.items() if value is not None}
    band = band_of(Record("limit", "", stated))
    reach = wording(band) if band.is_bounded else band.words()
    power = (
        Delegation.objects.in_edition(edition)
        .filter(pk=row_id(edition.id, str(key)))
        .values_list("decision_id", "holder_id", "held_by")
        .first()
    )
    decision, holder = about_power(*power, cells) if power else ("", "")
    about = ", ".join(filter(None, (decision[:140], holder[:60])))
    return f"{about}: {reach}" if about else f"{reach[:1].upper()}{reach[1:]}"
