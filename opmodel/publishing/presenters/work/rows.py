"""A row that somebody works on: what was found wrong with it, who changed it last, and what two
people made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opmodel.drafting.conflicts import Clash
from opmodel.drafting.descriptions import description_of
from opmodel.drafting.forms import RowForm
from opmodel.drafting.naming import Names, published_below
from opmodel.drafting.rights import called, sees_all
from opmodel.drafting.selectors.against_base import stated_in_base
from opmodel.drafting.values import NOT_RECORDED, as_typed, in_words
from opmodel.editions.actions.changing import BASELINE
from opmodel.editions.models import Edition, EditionState, Kind
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer
from opmodel.findings.checking import check_changed
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.presenters.checks import COLOURS
from opmodel.publishing.presenters.time_bars import bar_of_edition
from opmodel.publishing.time_bar import Link, TimeBar

from .fields import Base


@dataclass(frozen=True)
class Found:
    """Something that checks find wrong with the row."""

    severity: str
    colour: str
    words: str
    mend: str


@dataclass(frozen=True)
class LastChange:
    """Who changed a row last, when and why."""

    who: str
    when: datetime
    reason: str


@dataclass(frozen=True)
class ClashLine:
    """A field that two people may have changed: as it was read, as it stands, as it was typed."""

    name: str
    label: str
    read: str
    theirs: str
    mine: str
    both: bool
    they_changed: bool
    i_changed: bool
    typed: str
    fault: str

    @property
    def id(self) -> str:
        return f"pick-{self.name}"


def bar_of_work(edition: Edition, viewer: Viewer, asked: Asked) -> TimeBar:
    """The bar of a draft; for who sees only rows of their own it leads to those."""
    if sees_all(viewer, edition):
        return bar_of_edition(edition, asked)
    organisation = edition.organisation
    return TimeBar(
        organisation=Link(organisation.name, addresses.of_organisation(organisation)),
        edition=Link(edition.label, addresses.of_work(edition)),
        status="in-review" if edition.state == EditionState.IN_REVIEW else "draft",
        today=asked.today,
        on=asked.moment.on,
        known_at=asked.moment.known,
        sample=organisation.sample,
    )


def base_for(edition: Edition, kind: type[Kind], key: str, viewer: Viewer) -> Base | None:
    """What the edition below says of a row, as far as the viewer may know that edition."""
    below = edition.based_on
    if below is None:
        return None
    if not (below.is_published or viewer.may_see_drafts_of(below.organisation_id)):
        return None
    values = stated_in_base(edition, kind, key)
    if values is None:
        return None
    return Base(values, Names(below, viewer, _kinds_named(kind)))


def _kinds_named(kind: type[Kind]) -> Any:
    description = description_of(kind)
    return () if description.refers_to_any else description.referred_kinds or frozenset([""])


def found_about(element: Kind, viewer: Viewer, moment: Moment) -> list[Found]:
    """What checks find wrong with a row. Only for who sees the whole draft: findings name others'
    rows."""
    edition = element.edition
    if not sees_all(viewer, edition):
        return []
    findings = check_changed(edition=edition, moment=moment, kinds={element.kind})
    return [
        Found(each.severity.value, COLOURS[each.severity], each.words, each.rule.mend)
        for each in findings.about(element.key)
    ]


def last_change(element: Kind) -> LastChange | None:
    """Who changed a row last in this draft."""
    history: Any = type(element).history
    record = (
        history.filter(id=element.pk)
        .exclude(history_change_reason=BASELINE)
        .select_related("history_user")
        .first()
    )
    if record is None:
        return None
    return LastChange(
        called(record.history_user), record.history_date, record.history_change_reason or ""
    )


def clash_lines(found: Iterable[Clash], form: RowForm, *, chosen: bool = False) -> list[ClashLine]:
    """The fields in words. *chosen*: the choices were sent, and those that are missing are told."""
    names = form.names
    return [
        ClashLine(
            name=each.described.name,
            label=each.described.label,
            read=in_words(each.described, each.read, names) or NOT_RECORDED,
            theirs=in_words(each.described, each.theirs, names) or NOT_RECORDED,
            mine=in_words(each.described, each.mine, names) or NOT_RECORDED,
            both=each.both,
            they_changed=each.they_changed,
            i_changed=each.i_changed,
            typed=as_typed(each.described, each.mine, names),
            fault="Choose which of the two is to stand." if chosen and each.both else "",
        )
        for each in found
    ]


def told_below(edition: Edition) -> str:
    """The label of the published edition whose names are told to who sees only their own rows."""
    below = published_below(edition)
    return below.label if below else ""
