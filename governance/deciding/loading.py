"""Reads an edition's scheme, and who holds its posts, from the database."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Q

from directorates.models import Post, Service
from directorates.selectors.appointments import appointments
from governance.models import (
    Agreement,
    Clause,
    Decision,
    Delegation,
    DelegationPlace,
    DelegationService,
    Limit,
)
from opmodel.editions.ids import rows_of
from opmodel.editions.models import Edition, Element
from opmodel.editions.moments import Moment
from places.models import Place

from .holding import Tenure, Tenures
from .scheme import Band, Holder, Matter, Power, Scheme

REMEMBERED = 64
"""Schemes kept in memory; one of 500 delegations takes about a megabyte."""


def scheme_of(edition: Edition) -> Scheme:
    """The scheme of an edition that passed its gate. A frozen one is read once and remembered."""
    if edition.is_frozen:
        return _remembered(edition.id)
    return _read(edition.id)


@lru_cache(maxsize=REMEMBERED)
def _remembered(edition: UUID) -> Scheme:
    return _read(edition)


def forget() -> None:
    """As after a start: no scheme is remembered."""
    _remembered.cache_clear()


def _read(edition: UUID) -> Scheme:
    """Ten queries, however large the scheme is."""
    named = {
        identifier: (key, kind, name)
        for identifier, key, kind, name in Element.objects.filter(edition=edition).values_list(
            "id", "key", "kind", "name"
        )
    }
    posts = Post.objects.filter(**rows_of(edition)).order_by("position")
    executives = {
        identifier for identifier, is_one in posts.values_list("id", "executive") if is_one
    }

    def holder(identifier: UUID | None, held_by: str = "") -> Holder:
        if identifier is None:
            return Holder("", "", held_by)
        key, kind, name = named[identifier]
        return Holder(key, kind, name, identifier in executives)

    def key(identifier: UUID | None) -> str:
        return named[identifier][0] if identifier else ""

    places = Place.objects.filter(**rows_of(edition)).order_by("position")
    above = {key(one): key(parent) for one, parent in places.values_list("id", "parent_id")}
    return Scheme(
        matters=_matters(edition, key),
        powers=tuple(_powers(edition, holder, key)),
        places=dict(places.values_list("key", "name")),
        above={one: parent for one, parent in above.items() if parent},
        services=dict(
            Service.objects.filter(**rows_of(edition))
            .order_by("position")
            .values_list("key", "name")
        ),
        executives=tuple(
            holder(identifier)
            for identifier in posts.values_list("id", flat=True)
            if identifier in executives
        ),
    )


def _matters(edition: UUID, key: Any) -> dict[str, Matter]:
    rows = Decision.objects.filter(**rows_of(edition)).order_by("position")
    return {
        row["key"]: Matter(
            key=row["key"],
            name=row["name"],
            ref=row["ref"],
            words=tuple(row["also_known_as"]),
            transaction=row["transaction_id"] or "",
            category=row["category_id"] or "",
            function=key(row["function_id"]),
            non_delegable=row["non_delegable"],
            summary=row["summary"],
        )
        for row in rows.values(
            "key", "name", "ref", "also_known_as", "transaction_id", "category_id",
            "function_id", "non_delegable", "summary",
        )
    }  # fmt: skip


# In the order of a band's parts.
_BAND = (
    "basis", "above", "includes_above", "up_to", "includes_up_to", "budgeted", "recurrent", "vat",
    "signatures",
)  # fmt: skip


def _powers(edition: UUID, holder: Any, key: Any) -> Any:
    bands = defaultdict(list)
    limits = Limit.objects.filter(**rows_of(edition)).order_by("position")
    for owner, *band in limits.values_list("delegation_id", *_BAND):
        bands[owner].append(Band(*band))
    places = _linked(DelegationPlace, "place", edition)
    services = _linked(DelegationService, "service", edition)
    clauses = {
        identifier: (f"{instrument} {number}", slug)
        for identifier, instrument, number, slug in Clause.objects.filter(
            **rows_of(edition)
        ).values_list("pk", "instrument__name", "number", "key")
    }
    agreements = Agreement.objects.filter(**rows_of(edition)).defer("search").in_bulk()
    rows = Delegation.objects.filter(**rows_of(edition)).order_by("position")
    for row in rows.values(
        "id", "key", "decision_id", "part", "type", "holder_id", "held_by", "parent_id",
        "place_id", "effective_from", "effective_until", "onward", "deputy_rule", "deputy_id",
        "agreement_id", "conditions", "clause_id", "standing",
        "limit",
    ):  # fmt: skip
        only_in = {*places[row["id"]], *([row["place_id"]] if row["place_id"] else [])}
        rests_on = agreements.get(row["agreement_id"])
        begins, ends = _days(row["effective_from"], row["effective_until"], rests_on)
        cited, clause = clauses.get(row["clause_id"], ("", ""))
        yield Power(
            key=row["key"],
            decision=key(row["decision_id"]),
            part=row["part"],
            type=row["type"],
            holder=holder(row["holder_id"], row["held_by"]),
            parent=key(row["parent_id"]),
            places=frozenset(key(place) for place in only_in),
            services=frozenset(key(service) for service in services[row["id"]]),
            bands=tuple(bands[row["id"]]),
            effective_from=begins,
            effective_until=ends,
            onward=row["onward"],
            deputy_rule=row["deputy_rule"],
            deputy=holder(row["deputy_id"]) if row["deputy_id"] else None,
            without_effect=rests_on.name if rests_on and not rests_on.delegates else "",
            conditions=row["conditions"],
            clause=clause,
            clause_name=cited,
            standing=row["standing"],
            limit=row["limit"],
        )


def _days(
    begins: date | None, ends: date | None, rests_on: Agreement | None
) -> tuple[date | None, date | None]:
    """From when until when a power holds: not before the agreement it rests on, nor after it."""
    first = (begins, rests_on.effective_from if rests_on else None)
    last = (ends, rests_on.effective_until if rests_on else None)
    return max(filter(None, first), default=None), min(filter(None, last), default=None)


def _linked(model: Any, target: str, edition: UUID) -> dict[UUID, list[UUID]]:
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = model.objects.filter(**rows_of(edition, "delegation_id")).order_by("position")
    for owner, linked in rows.values_list("delegation_id", f"{target}_id"):
        found[owner].append(linked)
    return found


def tenures_of(organisation: str, moment: Moment) -> Tenures:
    """Who is in the organisation's posts on the day, as known then. One query of today."""
    found: dict[str, list[Tenure]] = defaultdict(list)
    for row in appointments(moment=moment, narrowed=Q(organisation=organisation)):
        begins_on = row.begins_on.isoformat() if row.begins_on else ""
        found[row.post].append(Tenure(row.form, row.name, begins_on))
    return {post: tuple(tenures) for post, tenures in found.items()}
