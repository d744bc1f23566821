"""An element through time as it is answered."""

from __future__ import annotations

from typing import Any

from opmodel.editions.models import Edition, EditionState, Element
from opmodel.editions.tracing import Ancestry, Relative, since_when
from opmodel.publishing.filters import public_name
from opmodel.publishing.presenters.histories import stated_value
from opmodel.publishing.presenters.values import label_of

from .comparisons import edition_name
from .links import Links

Answer = dict[str, Any]

STATES = {EditionState.ADOPTED: "adopted", EditionState.NOT_ADOPTED: "never adopted"}


def ancestry_answer(ancestry: Ancestry, links: Links) -> Answer:
    """An element's ancestry, and since when each thing it states reads so. No queries."""
    return {
        "element": element_name(ancestry.element, links),
        "line": [_standing(each, links) for each in ancestry.line],
        "onward": [_standing(each, links) for each in ancestry.onward],
        "came_from": [_relative(each, links) for each in ancestry.came_from],
        "became": [_relative(each, links) for each in ancestry.became],
        "apart": [_relative(each, links) for each in ancestry.apart],
        "reads_so": [
            {
                "field": _public(each.spec),
                "label": label_of(each.spec),
                "value": stated_value(ancestry, each.spec, each.value),
                "since": _adoption(each.edition, links),
                "first_stated": _adoption(each.first_stated, links),
            }
            for each in since_when(ancestry)
        ],
    }


def element_name(element: Element, links: Links) -> Answer:
    """An element with its edition read."""
    return {
        "id": element.id,
        "key": element.key,
        "kind": element.kind,
        "name": element.name,
        "edition": element.edition.slug,
        "url": links.element(element.edition, element.kind, element.key),
    }


def _standing(element: Element, links: Links) -> Answer:
    return {
        "element": element_name(element, links),
        "edition": edition_name(element.edition, links),
    }


def _relative(each: Relative, links: Links) -> Answer:
    return {
        "element": element_name(each.element, links),
        "edition": edition_name(each.element.edition, links),
        "of": element_name(each.to, links),
        "kind": each.kind,
        "note": each.note or None,
        "source": each.source or None,
    }


def _adoption(edition: Edition, links: Links) -> Answer:
    return {
        "edition": edition_name(edition, links),
        "state": STATES.get(EditionState(edition.state), "not adopted yet"),
        "effective_from": edition.effective_from,
        "published_on": edition.published_on,
        "adopted_by": edition.adopted_by or None,
        "minute": edition.minute or None,
    }


def _public(spec: Any) -> str:
    return public_name(spec.model, spec) if hasattr(spec.model, "kind_name") else str(spec.name)
