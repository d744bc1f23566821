"""Editions, organisations and sources as they are answered."""

from __future__ import annotations

from typing import Any

from opmodel.editions.models import (
    Edition,
    Identifier,
    Organisation,
    Source,
    Succession,
)
from opmodel.editions.selectors.editions import base_of
from opmodel.editions.viewer import Viewer
from opmodel.publishing.time_bar import STANDINGS

from .links import Links

Answer = dict[str, Any]


def edition_answer(edition: Edition, *, links: Links, viewer: Viewer) -> Answer:
    """An edition with its status annotated; the draft it may be based on only to who may see it."""
    status: str = edition.status
    base = base_of(edition, viewer)
    return {
        "slug": edition.slug,
        "title": edition.title,
        "label": edition.label,
        "summary": edition.summary or None,
        "leaves_out": edition.leaves_out or None,
        "organisation": organisation_name(edition.organisation, links),
        "status": status,
        "standing": STANDINGS[status.replace(" ", "-")].word,
        "effective_from": edition.effective_from,
        "effective_precision": edition.effective_precision,
        "recorded_at": edition.recorded_at,
        "adopted_by": edition.adopted_by or None,
        "meeting_on": edition.meeting_on,
        "minute": edition.minute or None,
        "adoption_note": edition.adoption_note or None,
        "based_on": base.slug if base else None,
        "digest": edition.digest or None,
        "published_on": edition.published_on,
        "published_precision": edition.published_precision,
        "sample": edition.organisation.sample,
        "url": links.edition(edition),
        "workbook": links.workbook(edition),
        "limits_dmn": links.limits_dmn(edition),
    }


def organisation_answer(
    organisation: Organisation, *, in_force: str | None, links: Links
) -> Answer:
    """An organisation with its codes and successions prefetched."""
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "short_name": organisation.short_name or None,
        "kind": organisation.kind,
        "summary": organisation.summary or None,
        "legal_from": organisation.legal_from,
        "legal_until": organisation.legal_until,
        "operational_from": organisation.operational_from,
        "operational_until": organisation.operational_until,
        "identifiers": [_code(each) for each in organisation.identifiers.all()],
        "came_from": [
            _step(each, each.predecessor, links) for each in organisation.came_from.all()
        ],
        "became": [_step(each, each.successor, links) for each in organisation.became.all()],
        "system": organisation_name(organisation.system, links) if organisation.system else None,
        "sample": organisation.sample,
        "in_force": in_force,
        "source": _source_name(organisation.source),
        "url": links.organisation(organisation),
    }


def organisation_name(organisation: Organisation, links: Links) -> Answer:
    """An organisation by its slug and name."""
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "url": links.organisation(organisation),
    }


def organisation_hit(organisation: Organisation, links: Links) -> Answer:
    """An organisation as a search finds it."""
    return {
        "slug": organisation.slug,
        "name": organisation.name,
        "short_name": organisation.short_name or None,
        "kind": organisation.kind,
        "sample": organisation.sample,
        "url": links.organisation(organisation),
    }


def source_answer(source: Source, *, links: Links) -> Answer:
    """A source, with its edition read."""
    edition = source.edition
    return {
        "id": source.id,
        "key": source.key,
        "title": source.title,
        "publisher": source.publisher or None,
        "published_on": source.published_on,
        "published_precision": source.published_precision,
        "address": source.address or None,
        "note": source.note or None,
        "edition": edition.slug if edition else None,
        "organisation": edition.organisation_id if edition else None,
        "url": links.sources(edition) if edition else None,
    }


def _code(code: Identifier) -> Answer:
    return {
        "scheme": code.scheme,
        "value": code.value,
        "valid_from": code.valid_from,
        "valid_until": code.valid_until,
        "source": _source_name(code.source),
    }


def _step(step: Succession, other: Organisation, links: Links) -> Answer:
    return {
        "organisation": organisation_name(other, links),
        "kind": step.kind,
        "effective_on": step.effective_on,
        "note": step.note or None,
        "source": _source_name(step.source),
    }


def _source_name(source: Source | None) -> Answer | None:
    return {"key": source.key, "title": source.title} if source else None
