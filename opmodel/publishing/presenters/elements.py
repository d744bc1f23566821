"""An element's page: what it is, its facts, what points at it, where that is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db import models

from governance.deciding.holders import powers_held
from governance.models import Delegation, Limit
from governance.models.delegations import HOLDERS
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

from .holdings import Holding, holdings_of
from .in_post import held_by
from .links import ElementLink, capitalised, kind_word, link_to
from .values import words_of

HELD: Final = Delegation.holder.field.back
"""The heading of what an element holds, which is told in more detail where a scheme says it."""

MUCH: Final = 20
"""With more entries than that, a page begins with the ways down it."""

ORDINARY: Final = {
    ("committee", "number"): 1,
    ("seat", "number"): 1,
    ("decision", "non_delegable"): False,
    ("legal-basis", "bars_delegation"): False,
}
"""Values that go without saying: one committee is one committee. Others are said."""

SAID_ELSEWHERE: Final = {("limit", "includes_above"), ("limit", "includes_up_to")}
"""Fields that are said beside the value of another."""

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
    total: int = 0


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
    holdings: tuple[Holding, ...]
    pointing: tuple[Pointing, ...]
    citations: tuple[CitationLine, ...]
    within: tuple[ElementLink, ...]
    api: str

    @property
    def is_long(self) -> bool:
        """Whether its readers need ways down it."""
        held = sum(len(each.entries) for each in self.holdings)
        return held + sum(len(each.links) for each in self.pointing) > MUCH


def element_page(element: Kind, edition: Edition, asked: Asked) -> ElementPage:
    """The page of an element of that edition. A fixed number of queries."""
    referred = referred_by([element])
    powers = powers_held([element.id]) if element.kind in HOLDERS else []
    return ElementPage(
        name=element.name,
        kind=kind_word(element),
        also_known_as=tuple(element.also_known_as),
        paragraphs=tuple(element.summary.split("\n")) if element.summary else (),
        standing=element.standing,
        reading=element.reading,
        facts=tuple(_facts(element, referred, edition, asked)),
        holdings=holdings_of(powers, edition, asked),
        pointing=_all_pointing(pointing_at(element=element), powers, edition, asked),
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
        if not element.says(field.name):
            continue
        value = getattr(element, field.attname)
        if value in (None, "", []) and not element.misses(field.name):
            continue
        place = (element.kind, field.name)
        if place in SAID_ELSEWHERE or (place in ORDINARY and value == ORDINARY[place]):
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
    if element.kind == "post" and not getattr(element, "named_holder", ""):
        # Readers ask for it of every post, and it is not part of an edition.
        facts.append(Fact("Held by", words=held_by(element.key, edition.organisation_id, asked)))
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
    words = words_of(field, value)
    if words and isinstance(element, Limit):
        words += _whether_itself(element, field.name)
    return words


def _whether_itself(limit: Limit, name: str) -> str:
    """Whether a band reaches to its end or stops short of it, where it is not as usual."""
    if name == "above" and limit.includes_above:
        return ", this amount included"
    if name == "up_to" and not limit.includes_up_to:
        return ", this amount not included"
    return ""


def _all_pointing(
    found: Iterable[Pointed], powers: Sequence[Delegation], edition: Edition, asked: Asked
) -> tuple[Pointing, ...]:
    """What points here. Of powers that are told by their decisions, only the others."""
    if any(power.decision_id for power in powers):
        others = tuple(power for power in powers if not power.decision_id)
        found = (
            replace(each, elements=others, total=len(others))
            if each.pointer.heading == HELD
            else each
            for each in found
        )
    shown = [each for each in found if each.total]
    named = Counter(each.pointer.heading for each in shown)
    return tuple(
        _pointing(each, edition, asked, told_apart=named[each.pointer.heading] > 1)
        for each in shown
    )


def _pointing(
    pointed: Pointed, edition: Edition, asked: Asked, *, told_apart: bool = False
) -> Pointing:
    """*told_apart*: another group has the same heading, so this one says of what kind it is."""
    plural = str(pointed.pointer.kind._meta.verbose_name_plural)
    hidden = pointed.total - len(pointed.elements)
    return Pointing(
        heading=f"{pointed.pointer.heading}: {plural}" if told_apart else pointed.pointer.heading,
        links=tuple(link_to(element, edition, asked) for element in pointed.elements),
        more=f"and {counted(hidden, 'other')}" if hidden else "",
        total=pointed.total,
    )


def _citation(citation: Citation, edition: Edition, asked: Asked) -> CitationLine:
    return CitationLine(
        document=citation.source.title,
        url=f"{addresses.of_sources(edition)}{asked.carried}#{citation.source.key}",
        heading=citation.heading,
        page=citation.page,
        note=citation.note,
    )
