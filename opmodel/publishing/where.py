"""Where an element stands: what it is part of, step by step upwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Element
from opmodel.editions.selectors.elements import named_elements


def whereabouts(elements: Iterable[Element]) -> dict[UUID, Element]:
    """For each element the one it stands in, those at the top left out. A query for each kind."""
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for element in elements:
        by_kind[element.kind].append(element.id)
    above: dict[UUID, UUID | None] = {}
    for name, ids in by_kind.items():
        kind = kinds()[name]
        columns = [kind._meta.get_field(field).attname for field in kind.nests_in]
        for identifier, *targets in kind.objects.filter(pk__in=ids).values_list("pk", *columns):
            above[identifier] = next((target for target in targets if target), None)
    named = named_elements(above.values())
    return {identifier: named[target] for identifier, target in above.items() if target}
