"""The steps of a programme: outcomes and gaps among them, milestones, activities, transfers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal
from uuid import UUID

from opmodel.editions.models import Dated, Edition
from opmodel.editions.selectors.elements import elements_of_kind
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.words import when
from transition.models import Activity, Milestone, Omission, Outcome, Transfer, Workstream

from .columns import Days

KINDS: Final[tuple[type[Dated], ...]] = (Outcome, Omission, Milestone, Activity, Transfer)

Form = Literal["day", "period", "by", "from", "undated"]

OUTCOMES: Final = {
    "summary": ("Outcome (summary)", "Outcomes (summary)"),
    "detail": ("Outcome (in detail)", "Outcomes (in detail)"),
    "benefit": ("Stated benefit", "Stated benefits"),
    "hope": ("Hoped for", "Outcomes hoped for"),
}
OMISSIONS: Final = {
    "blank": "Left blank in the source",
    "to-be-developed": "To be developed",
    "elsewhere": "The source refers elsewhere",
    "lost": "Lost from the source’s text",
}
PROGRESS: Final = {
    "delivered": "Delivered",
    "on-track": "On track",
    "at-risk": "At risk",
    "out-of-scope": "Out of scope",
}


@dataclass(frozen=True)
class Step:
    """One of them, ready to be shown.

    *what* says in a word what it is, *list* what it stands among where no workstream is named.
    *collection* is the set that an outcome belongs to; *apart* tells it from others of its name.
    """

    element: Dated
    url: str
    what: str
    list: str
    collection: str = ""
    workstream: UUID | None = None
    progress: str = ""
    apart: str = ""

    @property
    def name(self) -> str:
        return self.element.name

    @property
    def kind(self) -> str:
        return self.element.kind

    @property
    def when(self) -> str:
        """Its date in words."""
        return when(self.element.dated, self.element.begins_on, self.element.ends_on)

    @property
    def days(self) -> Days | None:
        """The days under which it can be shown; of an open date, the day that is known."""
        first = self.element.begins_on or self.element.ends_on
        last = self.element.ends_on or self.element.begins_on
        return (first, last) if first and last else None

    @property
    def form(self) -> Form:
        """How much its date says."""
        begins, ends = self.element.begins_on, self.element.ends_on
        if begins is None:
            return "by" if ends else "undated"
        if ends is None:
            return "from"
        return "day" if begins == ends else "period"

    @property
    def progress_words(self) -> str:
        return PROGRESS.get(self.progress, "")

    @property
    def order(self) -> tuple[date, date, int, int]:
        """Its place among others: by date, then as in the source."""
        first, last = self.days or (date.max, date.max)
        return first, last, [kind.kind_name for kind in KINDS].index(self.kind), self.position

    @property
    def position(self) -> int:
        return self.element.position


def steps_of(edition: Edition, asked: Asked, *, cited: bool = False) -> Iterator[Step]:
    """Every step of the edition's programme. A query for each kind; a few more with citations."""
    for kind in KINDS:
        rows = elements_of_kind(kind=kind, edition=edition)
        for element in rows if cited else rows.prefetch_related(None):
            what, among, more = _described(element)
            url = addresses.of_element(edition, element) + asked.carried
            yield Step(element, url, what, among, **more)


def _described(element: Dated) -> tuple[str, str, dict[str, Any]]:
    """What it is, what it is listed among, and what else its kind says."""
    match element:
        case Outcome():
            more = {"collection": element.collection, "workstream": element.workstream_id}
            return *OUTCOMES[element.collection], more
        case Omission():
            more = {"collection": element.collection, "workstream": element.workstream_id}
            return OMISSIONS[element.form], "Outcomes left out", more
        case Milestone():
            return "Milestone", "Milestones", {"workstream": element.workstream_id}
        case Activity():
            more = {"workstream": element.workstream_id, "progress": element.progress}
            return element.get_form_display(), element.series or "Activities", more
        case _:
            return "Transfer", "Transfers", {}


def workstreams_of(edition: Edition) -> list[Workstream]:
    """The workstreams in the order of the source."""
    return list(elements_of_kind(kind=Workstream, edition=edition).prefetch_related(None))
