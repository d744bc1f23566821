"""An element's page: what it is, its facts, what points at it, where that is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from opmodel.editions.kinds import lists, own_fields
from opmodel.editions.models import (
    Citation,
    Dated,
    Edition,
    Element,
    Kind,
    Organisation,
    Reference,
    Source,
)
from opmodel.editions.selectors.elements import Pointed, pointing_at, referred_by
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.words import counted, when

from .links import ElementLink, capitalised, kind_word, link_to
from .values import words_of

ASKED_OF_EVERY = {"post": ("Held by",)}
"""Facts that readers ask for and editions never hold: who holds a post is not part of one."""


DATE_FIELDS = ("dated", "begins_on", "ends_on")
"""What a kind with a date has of it: one fact to a reader."""

DATELESS = ("engagement", "support-item")
"""Kinds with dates of which many, such as an audience, have none by their nature."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value: words, a link, or several links."""

    label: str
    words: str = ""
    link: ElementLink | None = None
    links: tuple[ElementLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointing:
    """Elements that point here, under one heading; `more` says how many are not shown."""

    heading: str
    links: tuple[ElementLink, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class CitationLine:
    """Where something is written."""

    document: str
    url: str
    heading: str
    page: str
    note: str


@dataclass(frozen=True)
class ElementPage:
    """Everything an element's page says."""

    name: str
    kind: str
    also_known_as: tuple[str, ...]
    paragraphs: tuple[str, ...]
    standing: str
    reading: str
    facts: tuple[Fact, ...]
    pointing: tuple[Pointing, ...]
    citations: tuple[CitationLine, ...]
    within: tuple[ElementLink, ...]
    api: str


def element_page(element: Kind, edition: Edition, asked: Asked) -> ElementPage:
    """The page of an element of that edition. A fixed number of queries."""
    referred = referred_by([element])
    return ElementPage(
        name=element.name,
        kind=kind_word(element),
        also_known_as=tuple(element.also_known_as),
        paragraphs=tuple(element.summary.split("\n")) if element.summary else (),
        standing=element.standing,
        reading=element.reading,
        facts=tuple(_facts(element, referred, edition, asked)),
        pointing=tuple(
            _pointing(pointed, edition, asked) for pointed in pointing_at(element=element)
        ),
        citations=tuple(
            _citation(citation, edition, asked) for citation in element.citations.all()
        ),
        within=_within(element, referred, edition, asked),
        api=f"/api/v1/{element.plural}/{element.id}/",
    )


def _within(
    element: Kind, referred: dict[UUID, Element], edition: Edition, asked: Asked
) -> tuple[ElementLink, ...]:
    """What it is part of, the nearest last."""
    targets = (getattr(element, f"{name}_id") for name in reversed(element.nests_in))
    found = [referred[target] for target in targets if target]
    return tuple(link_to(target, edition, asked) for target in found)


def _facts(
    element: Kind, referred: dict[UUID, Element], edition: Edition, asked: Asked
) -> list[Fact]:
    facts = []
    for field in own_fields(type(element)):
        if isinstance(element, Dated) and field.name in DATE_FIELDS:
            if field.name == "dated" and (stated := when_of(element)):
                facts.append(Fact("When", words=stated))
            continue
        value = getattr(element, field.attname)
        if value in (None, "", []) and not element.misses(field.name):
            continue
        label = capitalised(str(field.verbose_name))
        if isinstance(field, Reference) and field.related_model is not Source and value:
            facts.append(Fact(label, link=link_to(referred[value], edition, asked)))
        elif field.related_model is Organisation and value:
            facts.append(Fact(label, link=_organisation(getattr(element, field.name), asked)))
        else:
            facts.append(Fact(label, words=in_words(element, field)))
    for field in lists(type(element)):
        links = tuple(
            link_to(target, edition, asked) for target in getattr(element, field.name).all()
        )
        if links or element.misses(field.name):
            facts.append(Fact(capitalised(str(field.verbose_name)), links=links))
    if not getattr(element, "named_holder", ""):
        facts += [Fact(label) for label in ASKED_OF_EVERY.get(element.kind, ())]
    return facts


def when_of(element: Dated) -> str:
    """Its date in words; empty where there is none and nobody would ask for one."""
    if element.kind in DATELESS and not (element.dated or element.begins_on or element.ends_on):
        return ""
    return when(element.dated, element.begins_on, element.ends_on)


def _organisation(organisation: Organisation, asked: Asked) -> ElementLink:
    url = addresses.of_organisation(organisation) + asked.carried
    return ElementLink(name=organisation.name, url=url)


def in_words(element: Kind, field: models.Field) -> str:
    """A field's value as people write it; empty where it is not recorded."""
    value: Any = getattr(element, field.attname)
    if value is not None and isinstance(field, models.ForeignKey):
        value = getattr(element, field.name)
    return words_of(field, value)


def _pointing(pointed: Pointed, edition: Edition, asked: Asked) -> Pointing:
    hidden = pointed.total - len(pointed.elements)
    return Pointing(
        heading=pointed.pointer.heading,
        links=tuple(link_to(element, edition, asked) for element in pointed.elements),
        more=f"and {counted(hidden, 'other')}" if hidden else "",
    )


def _citation(citation: Citation, edition: Edition, asked: Asked) -> CitationLine:
    return CitationLine(
        document=citation.source.title,
        url=f"{addresses.of_sources(edition)}{asked.carried}#{citation.source.key}",
        heading=citation.heading,
        page=citation.page,
        note=citation.note,
    )
