"""Units: what each is called, and which there are."""

from __future__ import annotations

from collections.abc import Iterable

from opmodel.editions.models import Element, Organisation
from opmodel.editions.viewer import Viewer

from .models import Unit, UnitKind
from .rights import name_of


def unit_of(organisation: Organisation, kind: str, key: str) -> Unit:
    """The unit of that kind and key, which stands for it in every edition."""
    return Unit.objects.get_or_create(organisation=organisation, kind=kind, key=key)[0]


def units_to_choose(organisation: Organisation, viewer: Viewer) -> dict[tuple[str, str], str]:
    """What may be granted roles on in an organisation: kind and key, with the name that the latest
    edition in which the viewer sees it gives it. One query."""
    return {(kind, key): name for (_, kind, key), name in _named(viewer, organisation=organisation)}


def names_of(units: Iterable[Unit], viewer: Viewer) -> dict[int, str]:
    """What units are called in the latest edition in which the viewer sees each; in words made of
    its key where they see it in none. One query."""
    several = list(units)
    if not several:
        return {}
    named = dict(
        _named(
            viewer,
            organisation__in={unit.organisation_id for unit in several},
            key__in={unit.key for unit in several},
        )
    )
    return {
        unit.pk: named.get(name_of(unit)) or unit.key.replace("-", " ").capitalize()
        for unit in several
    }


def _named(viewer: Viewer, **which: object) -> list[tuple[tuple[str, str, str], str]]:
    """Units by organisation, kind and key, each with its name; in the order of their lists."""
    narrowed = {
        f"edition__{name}" if name.startswith("organisation") else name: value
        for name, value in which.items()
    }
    rows = (
        Element.objects.visible_to(viewer)
        .filter(kind__in=UnitKind.values, **narrowed)
        .order_by("edition__effective_from", "edition__recorded_at", "edition__slug", "position")
        .values_list("edition__organisation_id", "kind", "key", "name", "edition__state")
    )
    # Drafts have no day of effect, and come last: what is adopted names it before them.
    drafts_first = sorted(rows, key=lambda row: row[4] in ("adopted", "not-adopted"))
    found = {(organisation, kind, key): name for organisation, kind, key, name, _ in drafts_first}
    return sorted(found.items(), key=lambda item: (item[0][1], item[1]))
