"""Comparisons as they are answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from opmodel.editions.comparing import Alone, Change, Comparison, Pair, Thing, Told
from opmodel.editions.models import Edition, Kind
from opmodel.publishing.filters import public_name
from opmodel.publishing.presenters.comparing import Presented, stated
from opmodel.publishing.presenters.values import label_of

from .links import Links
from .registry import organisation_name

Answer = dict[str, Any]

USUAL: Final = ("added", "removed", "changed", "moved", "not_mentioned")
"""The lists of an answer where none are asked for."""


def edition_name(edition: Edition, links: Links) -> Answer:
    """An edition by what it is called."""
    return {
        "slug": edition.slug,
        "title": edition.title,
        "label": edition.label,
        "organisation": organisation_name(edition.organisation, links),
        "url": links.edition(edition),
    }


def comparison_answer(
    presented: Presented, lists: Collection[str], links: Links, *, same: bool
) -> Answer:
    """A comparison; lists that are not asked for are empty. *same* is of the whole."""
    comparison = presented.comparison
    answer: Answer = {
        "summary": {
            **comparison.counts(),
            "same": same,
            "text": ", ".join(words for _, words in presented.summary()),
            "cautions": presented.cautions(),
            "earlier": edition_name(comparison.earlier, links),
            "later": edition_name(comparison.later, links),
        }
    }
    answer |= {name: _list(comparison, name, name in lists, links) for name in USUAL}
    if "unchanged" in lists:
        answer["unchanged"] = _list(comparison, "unchanged", True, links)
    return answer


def _list(comparison: Comparison, name: str, asked: bool, links: Links) -> list[Answer]:
    make = _MAKERS[name]
    return [make(each, links) for each in getattr(comparison, name)] if asked else []


def thing_answer(thing: Thing, links: Links) -> Answer:
    """An element of one of the two editions."""
    return {
        "id": thing.id,
        "key": thing.key,
        "kind": thing.kind,
        "name": thing.name,
        "edition": thing.edition.slug,
        "url": links.element(thing.edition, thing.kind, thing.key),
    }


def _alone(entry: Alone, links: Links) -> Answer:
    return {**thing_answer(entry.thing, links), "summary": entry.thing.summary or None}


def _added(entry: Alone, links: Links) -> Answer:
    return {**_alone(entry, links), **_connected("came_from", entry.told, links)}


def _removed(entry: Alone, links: Links) -> Answer:
    return {**_alone(entry, links), **_connected("became", entry.told, links)}


def _not_mentioned(entry: Alone, links: Links) -> Answer:
    apart = _told(entry.told, links)
    return {**_alone(entry, links), "why": str(entry.why), "apart": apart}


def _unchanged(entry: Pair, links: Links) -> Answer:
    return {
        **thing_answer(entry.after, links),
        "before": thing_answer(entry.before, links),
    }


def _changed(entry: Pair, links: Links) -> Answer:
    return {
        **_unchanged(entry, links),
        "lineage": entry.lineage or None,
        "note": entry.note or None,
        "changes": [_change(change, entry) for change in entry.changes],
        "related": _told(entry.told, links),
    }


def _moved(entry: Pair, links: Links) -> Answer:
    places = {"moved_from": entry.moved_from, "moved_to": entry.moved_to}
    return {
        **_changed(entry, links),
        **{name: thing_answer(each, links) if each else None for name, each in places.items()},
    }


_MAKERS: Final[dict[str, Any]] = {
    "added": _added,
    "removed": _removed,
    "changed": _changed,
    "moved": _moved,
    "not_mentioned": _not_mentioned,
    "unchanged": _unchanged,
}


def _change(change: Change, entry: Pair) -> Answer:
    before, after = stated(change, entry)
    return {
        "field": _public(change),
        "label": label_of(change.spec) if change.spec else change.label,
        "before": before or None,
        "after": after or None,
        "marks": [{"op": mark.op, "text": mark.text} for mark in change.marks()],
    }


def _public(change: Change) -> str:
    """The name that the lists of the API have for a field."""
    if change.spec is None or not issubclass(change.spec.model, Kind):
        return change.name
    return public_name(change.spec.model, change.spec)


def _connected(name: str, told: Iterable[Told], links: Links) -> Answer:
    """What an element came from or became, and what only has its name."""
    told = tuple(told)
    return {
        name: _told((each for each in told if each.connects), links),
        "apart": _told((each for each in told if not each.connects), links),
    }


def _told(told: Iterable[Told], links: Links) -> list[Answer]:
    return [
        {
            "element": thing_answer(each.thing, links),
            "kind": each.kind,
            "note": each.note or None,
            "source": each.source or None,
        }
        for each in told
    ]
