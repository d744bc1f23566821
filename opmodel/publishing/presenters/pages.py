"""What the pages of organisations, editions, lists and results show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from commissioning.models import Cycle
from opmodel.editions.models import Edition, Element, Kind
from opmodel.editions.selectors.elements import counts_by_kind, elements_of_kind, whereabouts
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import NOT_RECORDED, counted, day

from .links import ElementLink, capitalised, kind_word, link_to, shortened
from .time_bars import status_of


@dataclass(frozen=True, slots=True)
class Way:
    """A way into an edition: a list with how much is in it."""

    text: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An element in a list or among results: what it is and where it stands."""

    name: str
    url: str
    kind: str
    summary: str
    within: ElementLink | None
    standing: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list. `since` says the same as `effective`, within a line of words."""

    link: Link
    organisation: Link
    status: str
    effective: str
    since: str
    adopted: str
    number: int = 0


def ways_into(edition: Edition, asked: Asked) -> tuple[tuple[str, tuple[Way, ...]], ...]:
    """The lists of an edition that have something in them, by the part of the model they are of."""
    parts: dict[str, list[Way]] = {}
    for kind, number in counts_by_kind(edition=edition).items():
        part = str(kind._meta.app_config.verbose_name)
        parts.setdefault(part, []).append(
            Way(
                text=capitalised(str(kind._meta.verbose_name_plural)),
                url=addresses.of_list(edition, kind) + asked.carried,
                count=number,
            )
        )
    return tuple((part, tuple(ways)) for part, ways in parts.items())


def drawings_of(edition: Edition, asked: Asked) -> tuple[Link, ...]:
    """The chart and the matrices of an edition."""
    cycles = elements_of_kind(kind=Cycle, edition=edition)
    return (
        Link("Organisation chart", addresses.of_chart(edition) + asked.carried),
        *(
            Link(
                f"Who does what in the {cycle.name}",
                addresses.of_matrix(edition, cycle.key) + asked.carried,
            )
            for cycle in cycles
        ),
    )


def adoption_facts(edition: Edition, base: Edition | None) -> tuple[tuple[str, str], ...]:
    """Who adopted the edition, when, under which minute; what is not recorded is left empty.

    *base* is what it is based on, as far as the reader may know of it.
    """
    if edition.state == "not-adopted":
        return (
            ("Published", day(edition.published_on, edition.published_precision)),
            ("Adopted", "Never. This document was not adopted and was never in force."),
        )
    return (
        ("In force from", day(edition.effective_from, edition.effective_precision)
         if edition.effective_from else ""),
        ("Adopted by", edition.adopted_by),
        ("Meeting", day(edition.meeting_on) if edition.meeting_on else ""),
        ("Minute", edition.minute),
        ("Recorded", day(edition.recorded_at.date()) if edition.recorded_at else ""),
        ("Based on", base.label if base else "No earlier edition"),
    )  # fmt: skip


def edition_line(edition: Edition, asked: Asked, number: int = 0) -> EditionLine:
    """One edition with its status, for a list."""
    if edition.effective_from:
        effective = day(edition.effective_from, edition.effective_precision)
        since = f"from {effective}"
    elif edition.published_on:
        effective = since = f"published {day(edition.published_on, edition.published_precision)}"
    else:
        effective, since = NOT_RECORDED, "date not recorded"
    return EditionLine(
        link=Link(
            f"{edition.title}, {edition.label}", addresses.of_edition(edition) + asked.carried
        ),
        organisation=Link(
            edition.organisation.name,
            addresses.of_organisation(edition.organisation) + asked.carried,
        ),
        status=status_of(edition, asked),
        effective=effective,
        since=since,
        adopted=edition.adopted_by or NOT_RECORDED,
        number=number,
    )


def entries(
    elements: Iterable[Element], asked: Asked, *, edition: Edition | None = None
) -> tuple[Entry, ...]:
    """Elements with where they stand; a query for each kind among them.

    Without *edition*, each element says of which edition it is.
    """
    elements = list(elements)
    above = whereabouts(elements)
    return tuple(_entry(element, above, asked, edition) for element in elements)


def _entry(
    element: Element, above: dict[UUID, Element], asked: Asked, edition: Edition | None
) -> Entry:
    of = edition or element.edition
    target = above.get(element.id)
    within = link_to(target, of, asked) if target else None
    place = "" if edition else f"{of.organisation.called}, {of.label}"
    return Entry(
        name=element.name,
        url=addresses.of_element(of, element) + asked.carried,
        kind=kind_word(element),
        summary=shortened(element.summary),
        within=within,
        standing=element.standing,
        place=place,
    )


def list_heading(kind: type[Kind], total: int) -> str:
    """“39 functions”."""
    return counted(total, str(kind._meta.verbose_name), str(kind._meta.verbose_name_plural))
