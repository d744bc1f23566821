"""What the page of an organisation shows of it outside any edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from opmodel.editions.models import (
    Edition,
    Identifier,
    Organisation,
    OrganisationKind,
    Source,
    Succession,
)
from opmodel.editions.selectors.editions import InForce
from opmodel.editions.selectors.successions import Family, family_of
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.charts import succession, timeline
from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.drawing import Drawing
from opmodel.publishing.time_bar import STANDINGS, Link
from opmodel.publishing.words import NOT_RECORDED, day

from .time_bars import status_of


@dataclass(frozen=True, slots=True)
class Step:
    """Functions of one or several organisations passing to another, as a line of a list."""

    before: tuple[Link, ...]
    after: Link
    on: str
    happened: str
    note: str
    source: str


@dataclass(frozen=True)
class OrganisationPage:
    """What an organisation's page says of it outside any edition."""

    name: str
    kind: str
    summary: str
    sample: bool
    facts: tuple[tuple[str, str], ...]
    system: Link | None
    steps: tuple[Step, ...]
    drawing: Drawing | None


def organisation_page(organisation: Organisation, asked: Asked) -> OrganisationPage:
    """The organisation with its codes, its dates, and its family through time."""
    codes = organisation.identifiers.select_related("source")
    family = family_of(organisation)
    return OrganisationPage(
        name=organisation.name,
        kind=organisation.get_kind_display(),
        summary=organisation.summary,
        sample=organisation.sample,
        facts=(
            ("What it is", organisation.get_kind_display()),
            *((code.get_scheme_display(), _code(code)) for code in codes),
            *_in_law(organisation),
        ),
        system=_link(organisation.system, asked) if organisation.system else None,
        steps=_steps(family.successions, asked),
        drawing=_drawing(family, organisation, asked),
    )


def is_in_law(organisation: Organisation) -> bool:
    """Whether it is a body in law: a system is a partnership of bodies, and has no such dates."""
    return organisation.kind != OrganisationKind.ICS or organisation.legal_from is not None


def _in_law(organisation: Organisation) -> tuple[tuple[str, str], ...]:
    if not is_in_law(organisation):
        return (("In law", "Not a body in law"),)
    return (
        ("In law since", _day(organisation.legal_from)),
        ("In law until", _day(organisation.legal_until) or "It has no recorded end"),
        ("Source of these dates", organisation.source.title if organisation.source else ""),
    )


def nothing_in_force(
    organisation: Organisation, found: InForce, editions: Sequence[Edition], asked: Asked
) -> tuple[str, str]:
    """Why nothing was in force on the day asked of, in two parts; call where nothing was."""
    called, on = organisation.called, day(asked.moment.on)
    if organisation.legal_from and asked.moment.on < organisation.legal_from:
        came_from = [row.predecessor.name for row in found.preceded_by]
        before = f" Before it: {_and(came_from)}." if came_from else ""
        return (
            f"{called} did not exist yet on {on}. It began on {day(organisation.legal_from)}.",
            f"Choose a later day in the bar above.{before}",
        )
    if found.ended:
        known = _as_known(asked)
        return (
            f"{called} had ended by {on}, and no adopted edition of it is recorded{known}.",
            "Its successors are named in the bar above.",
        )
    if not editions:
        return (
            f"The registry holds no edition of {called}{_as_known(asked)}.",
            "Editions that speak of the same area are listed below.",
        )
    adopted = [each for each in editions if each.state == "adopted" and each.effective_from]
    later = f" The first has effect from {_effect(adopted[-1])}." if adopted else ""
    return (
        f"No adopted edition of {called} is recorded as in force on {on}.{later}",
        "Choose another day in the bar above, or open one of the editions below.",
    )


def _as_known(asked: Asked) -> str:
    known = asked.moment.known
    return f" as known on {day(known)}" if known < asked.today else ""


def _effect(edition: Edition) -> str:
    return day(edition.effective_from, edition.effective_precision)


def timeline_of(editions: Sequence[Edition], asked: Asked) -> timeline.Timeline | None:
    """The editions on two axes, those without any date left out, numbered in their order."""
    events = (_event(edition, asked) for edition in editions)
    return timeline.lay_out(
        [event for event in events if event],
        on=asked.moment.on,
        known=asked.moment.known,
    )


def _event(edition: Edition, asked: Asked) -> timeline.Event | None:
    """The edition's two days; for what was never adopted, both are that of its publication."""
    effective = edition.effective_from or edition.published_on
    recorded = edition.recorded_at.date() if edition.recorded_at else edition.published_on
    if effective is None or recorded is None:
        return None
    status = status_of(edition, asked)
    return timeline.Event(
        words=f"{edition.label}: {STANDINGS[status].word}",
        settled=edition.state == "adopted",
        effective_on=effective,
        recorded_on=recorded,
    )


def _drawing(family: Family, organisation: Organisation, asked: Asked) -> Drawing | None:
    if not family.successions:
        return None
    cards = {each.slug: _card(each, organisation, asked) for each in family.organisations}
    steps = [(row.predecessor_id, row.successor_id) for row in family.successions]
    return Drawing(succession.lay_out(cards, steps), name="succession")


def _card(each: Organisation, shown: Organisation, asked: Asked) -> Card:
    return Card(
        key=each.slug,
        title=each.name,
        lines=(_lasted(each),),
        url="" if each == shown else addresses.of_organisation(each) + asked.carried,
        tag="This organisation" if each == shown else "",
        look="body" if each == shown else "post",
    )


def _lasted(organisation: Organisation) -> str:
    began, ended = organisation.legal_from, organisation.legal_until
    if began and ended:
        return f"{day(began)} to {day(ended)}"
    if ended:
        return f"Until {day(ended)}"
    return f"Since {day(began)}" if began else "Dates not recorded"


def _steps(successions: Sequence[Succession], asked: Asked) -> tuple[Step, ...]:
    """What happened on one day to form one organisation is one line, if all of it is said alike."""
    together: dict[tuple[object, ...], list[Succession]] = {}
    for row in successions:
        alike = (row.effective_on, row.successor_id, row.kind, row.note, row.source_id)
        together.setdefault(alike, []).append(row)
    return tuple(
        Step(
            before=tuple(_link(row.predecessor, asked) for row in rows),
            after=_link(rows[0].successor, asked),
            on=day(rows[0].effective_on),
            happened=rows[0].get_kind_display(),
            note=rows[0].note,
            source=rows[0].source.title if rows[0].source else NOT_RECORDED,
        )
        for rows in together.values()
    )


def _link(organisation: Organisation, asked: Asked) -> Link:
    return Link(organisation.name, addresses.of_organisation(organisation) + asked.carried)


def _code(code: Identifier) -> str:
    began, ended = code.valid_from, code.valid_until
    period = ""
    if began and ended:
        period = f", {day(began)} to {day(ended)}"
    elif began or ended:
        period = f", since {day(began)}" if began else f", until {day(ended)}"
    return f"{code.value}{period}{_cited(code.source)}"


def _cited(source: Source | None) -> str:
    return f" (source: {source.title})" if source else ""


def _day(value: date | None) -> str:
    return day(value) if value else ""


def _and(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
