"""What the pages of organisations, editions, lists and results show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from governance.models import Clause, Decision
from opmodel.editions.models import Dated, Edition, Element, Kind
from opmodel.editions.selectors.elements import counts_by_kind, whereabouts
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.charts.registry import charts_in
from opmodel.publishing.matrices.registry import matrices_in
from opmodel.publishing.programmes.offered import programme_pages_in
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import NOT_RECORDED, counted, day
from transition.models import Omission, Outcome

from .checks import in_short
from .elements import when_of
from .links import ElementLink, capitalised, kind_word, link_to, shortened
from .parts import in_reading_order, part_of
from .time_bars import status_of

WHO_ADOPTED_IT: Final = "who adopted it is not recorded"

_SAYS: Final = {
    "": "Who reports to whom",
    "governance": "Boards, committees and groups, who chairs them and how many seats they have",
    "scheme": "Who approves, recommends, signs or is told of each decision",
    "scheme-by-holder": "What each post, committee and partner may decide, in numbered lists",
    "limits": "Up to which amount each of them may decide",
    "committee-decisions": "Which part the Board and each committee has in each decision",
    "function-levels": "What is set, decided or delivered at which level",
    "place-functions": "What is decided or delivered in each place, and by whom",
    "collaborative-members": "Which body leads, is a member or takes part",
    "forums-by-local-authority": "The boards, partnerships and forums of each council",
    "roadmap": "What is to be done or reached by when",
    "risk-register": "Risks, what they would do and what is done about them",
    "transfer-list": "What leaves, from whom, to whom and when",
}
_OF_A_CYCLE: Final = "Which directorate does what at each stage"


@dataclass(frozen=True, slots=True)
class Shown:
    """A way to a chart, a matrix or a register, and what it shows."""

    text: str
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class Way:
    """A way into an edition: a list with how much is in it."""

    text: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An element in a list or among results: what it is, where it stands and, if dated, when.

    `sample`: of an invented organisation, where the page itself does not say so already.
    """

    name: str
    url: str
    kind: str
    summary: str
    within: ElementLink | None
    standing: str
    place: str = ""
    when: str = ""
    sample: bool = False


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
    counts = counts_by_kind(edition=edition)
    for kind in in_reading_order(counts):
        parts.setdefault(part_of(kind), []).append(
            Way(
                text=capitalised(str(kind._meta.verbose_name_plural)),
                url=addresses.of_list(edition, kind) + asked.carried,
                count=counts[kind],
            )
        )
    return tuple((part, tuple(ways)) for part, ways in parts.items())


def drawings_of(edition: Edition, asked: Asked) -> tuple[Shown, ...]:
    """The charts, matrices and registers in which an edition has something to show."""
    counts = counts_by_kind(edition=edition)
    return (
        *((_asking(edition, asked),) if Decision in counts else ()),
        *(
            Shown(
                chart.title,
                addresses.of_chart(edition, chart.name) + asked.carried,
                _SAYS.get(chart.name, ""),
            )
            for chart in charts_in(counts)
        ),
        *(
            Shown(
                matrix.title,
                addresses.of_matrix(edition, matrix.name) + asked.carried,
                matrix.says or _SAYS.get(matrix.name, _OF_A_CYCLE),
            )
            for matrix in matrices_in(edition, counts)
        ),
        *(
            Shown(title, addresses.of_programme(edition, name) + asked.carried, _SAYS[name])
            for name, title in programme_pages_in(counts)
        ),
        *((_checks(edition, asked), _scenarios(edition, asked)) if counts else ()),
    )


def _checks(edition: Edition, asked: Asked) -> Shown:
    return Shown(
        "What checks found",
        addresses.of_checks(edition) + asked.carried,
        in_short(edition),
    )


def _scenarios(edition: Edition, asked: Asked) -> Shown:
    return Shown(
        "Try it with scenarios",
        f"{reverse('scenarios')}?{urlencode({'edition': edition.slug, **asked.stated})}",
        "Hard cases put to it step by step, and where it has no answer",
    )


def _asking(edition: Edition, asked: Asked) -> Shown:
    about = {"organisation": edition.organisation.slug, "edition": edition.slug, **asked.stated}
    return Shown(
        "Who may decide?",
        f"{reverse('decide')}?{urlencode(about)}",
        "Ask in your own words: who may, up to how much, and where it says so",
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
        adopted=f"adopted by {edition.adopted_by}" if edition.adopted_by else WHO_ADOPTED_IT,
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
        when=" · ".join(
            part for part in (_number(element), _when(element), _collection(element)) if part
        ),
        sample=not edition and of.organisation.sample,
    )


def _number(element: Element) -> str:
    """How papers cite it: the number of a clause, the reference of a decision."""
    if isinstance(element, Clause):
        return element.number
    return element.ref if isinstance(element, Decision) else ""


def _when(element: Element) -> str:
    return when_of(element) if isinstance(element, Dated) else ""


def _collection(element: Element) -> str:
    """Which set of outcomes it is of: the sets of one document have different dates."""
    if not isinstance(element, Outcome | Omission):
        return ""
    return str(Outcome.Collection(element.collection).label)


def list_heading(kind: type[Kind], total: int) -> str:
    """“39 functions”."""
    return counted(total, str(kind._meta.verbose_name), str(kind._meta.verbose_name_plural))
