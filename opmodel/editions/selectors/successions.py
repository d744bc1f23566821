"""Bodies through time: what an organisation came from, and what came of it, over all steps."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from opmodel.editions.models import Organisation, Succession


@dataclass(frozen=True)
class Family:
    """An organisation with all that came before and after it, in any number of steps.

    Whoever else a predecessor was divided among, or a successor was formed from, is in it too.
    """

    organisations: tuple[Organisation, ...]
    successions: tuple[Succession, ...]


def family_of(organisation: Organisation) -> Family:
    """The organisation's family, oldest succession first. Two queries, however long it is."""
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"slug": organisation.slug})
        ids = [identifier for (identifier,) in cursor.fetchall()]
    successions = tuple(
        Succession.objects.filter(id__in=ids)
        .select_related("predecessor", "successor", "source")
        .order_by("effective_on", "predecessor__name", "successor__name")
    )
    found = {organisation.slug: organisation}
    for row in successions:
        found.setdefault(row.predecessor_id, row.predecessor)
        found.setdefault(row.successor_id, row.successor)
    return Family(tuple(found.values()), successions)


# UNION ends where nothing new is found, so that even a circle does.
_AROUND = """
    WITH RECURSIVE before(slug) AS (
        SELECT %(slug)s::text
        UNION
        SELECT row.predecessor_id FROM editions_succession AS row
        JOIN before ON row.successor_id = before.slug
    ), after(slug) AS (
        SELECT %(slug)s::text
        UNION
        SELECT row.successor_id FROM editions_succession AS row
        JOIN after ON row.predecessor_id = after.slug
    )
    SELECT id FROM editions_succession
    WHERE predecessor_id IN (SELECT slug FROM before) OR successor_id IN (SELECT slug FROM after)
        OR successor_id IN (SELECT slug FROM before) OR predecessor_id IN (SELECT slug FROM after)
"""
