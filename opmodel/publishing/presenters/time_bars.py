"""The time bar of a page about an organisation."""

from __future__ import annotations

from opmodel.editions.models import Edition, Organisation
from opmodel.editions.selectors.editions import InForce
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.time_bar import Link, TimeBar
from opmodel.publishing.words import day


def bar_of_edition(edition: Edition, asked: Asked, *, action: str = "") -> TimeBar:
    """The bar of a page that shows one edition; the edition has its status annotated."""
    organisation = edition.organisation
    return TimeBar(
        organisation=_organisation(organisation, asked),
        edition=Link(edition.label, addresses.of_edition(edition) + asked.carried),
        status=status_of(edition, asked),
        today=asked.today,
        on=asked.moment.on,
        known_at=asked.moment.known,
        note=adoption_note(edition),
        ended_on=organisation.legal_until,
        successors=_successors(organisation, asked),
        action=action,
        sample=organisation.sample,
    )


def bar_of_organisation(
    organisation: Organisation, found: InForce, asked: Asked, *, action: str
) -> TimeBar:
    """The bar of an organisation's own page."""
    if found.edition is not None:
        return bar_of_edition(found.edition, asked, action=action)
    return TimeBar(
        organisation=_organisation(organisation, asked),
        edition=None,
        status="in-force",
        today=asked.today,
        on=asked.moment.on,
        known_at=asked.moment.known,
        ended_on=organisation.legal_until,
        successors=_successors(organisation, asked),
        action=action,
        sample=organisation.sample,
    )


def status_of(edition: Edition, asked: Asked) -> str:
    """The edition's status as a code; *ended* where not it was replaced but its organisation.

    One recorded after the day that is asked for is *not yet recorded*: its effect may lie earlier.
    """
    if edition.recorded_at and edition.recorded_at > asked.moment.asked()["known_at"]:
        return "not-yet-recorded"
    over = edition.organisation.legal_until
    if edition.status == "superseded" and edition.is_latest and over and over < asked.moment.on:
        return "ended"
    return str(edition.status).replace(" ", "-")


def adoption_note(edition: Edition) -> str:
    """Who adopted it under which minute, in a few words; when it was published, if nobody did."""
    if edition.state == "not-adopted" and edition.published_on:
        return f"published {day(edition.published_on, edition.published_precision)}"
    if edition.state != "adopted":
        return ""
    if edition.minute:
        return f"{edition.adopted_by or 'adopted'}, minute {edition.minute}"
    return (
        f"adopted by {edition.adopted_by}, minute not recorded"
        if edition.adopted_by
        else ("published, minute not recorded")
    )


def _organisation(organisation: Organisation, asked: Asked) -> Link:
    return Link(organisation.name, addresses.of_organisation(organisation) + asked.carried)


def _successors(organisation: Organisation, asked: Asked) -> tuple[Link, ...]:
    if organisation.legal_until is None or organisation.legal_until >= asked.moment.on:
        return ()
    rows = organisation.became.select_related("successor")
    return tuple(_organisation(row.successor, asked) for row in rows)
