"""Whether places, partnerships and collaboratives have those who speak for them."""

from __future__ import annotations

from collections.abc import Iterator

from opmodel.findings.finding import Fault, Severity, fault, of_several, rule
from opmodel.findings.model import Model, Row
from opmodel.findings.words import counted, listed


def _lowest(model: Model) -> list[Row]:
    """The places that have no parts, and stand at the level of place where levels are recorded."""
    return [
        place
        for place in model.of("place")
        if not model.pointing("place", "parent", place) and place.level_id in (None, "place")
    ]


@rule(
    "place-no-sponsor",
    "A place without an executive sponsor",
    severity=Severity.WARNING,
    why="Nobody on the executive looks after the link with the place.",
    mend="Name the member of the executive who sponsors it.",
    rests_on="Each place has an executive sponsor, where the organisation works with them.",
    reads=("place",),
)
def place_no_sponsor(model: Model) -> Iterator[Fault]:
    places = _lowest(model)
    missing = [place for place in places if place.executive_sponsor is None]
    if missing and len(missing) < len(places):
        for place in missing:
            yield fault(
                f"Other places have an executive sponsor; who sponsors {place.name} is not "
                "recorded.",
                place=place,
            )


@rule(
    "place-nobody-leads",
    "A place that nobody is recorded to lead",
    severity=Severity.NOTE,
    why="Partners do not know whom to speak to.",
    mend="Record who leads it, or who sponsors it.",
    rests_on="Each place has a leader or a convenor.",
    reads=("place", "partnership", "committee", "seat"),
)
def place_nobody_leads(model: Model) -> Iterator[Fault]:
    places = _lowest(model)
    missing = [
        place
        for place in places
        if place.led_by is None
        and place.executive_sponsor is None
        and not any(
            seat.role == "chair"
            for partnership in model.pointing("partnership", "place", place)
            for seat in model.pointing("seat", "committee", partnership)
        )
    ]
    if missing:
        of_all = (
            f"any of its {len(missing)} places"
            if len(missing) == len(places) > 1
            else listed([place.name for place in missing])
        )
        yield of_several(f"Who leads {of_all} is not recorded.", "place", missing)


@rule(
    "place-no-partnership",
    "A place without a partnership",
    severity=Severity.WARNING,
    why="Other places have a partnership that plans and decides with their partners; here there is "
    "nobody to give powers to.",
    mend="Record the place's partnership, or say that it has none.",
    rests_on="Place-based partnerships are formed for each place.",
    reads=("place", "partnership"),
)
def place_no_partnership(model: Model) -> Iterator[Fault]:
    places = _lowest(model)
    with_one = [
        place
        for place in places
        if any(
            row.form == "place-based-partnership"
            for row in model.pointing("partnership", "place", place)
        )
    ]
    for place in places if with_one else []:
        if place not in with_one:
            yield fault(
                f"{place.name} has no place-based partnership; other places have one.",
                place=place,
            )


@rule(
    "partnership-no-convenor",
    "A partnership without a chair or convenor",
    severity=Severity.WARNING,
    why="Nobody calls it together.",
    mend="Record who chairs or convenes it.",
    rests_on="Partnerships name a chair or convenor.",
    reads=("partnership", "seat"),
)
def partnership_no_convenor(model: Model) -> Iterator[Fault]:
    partnerships = [row for row in model.of("partnership") if row.form == "place-based-partnership"]
    chaired = [
        row
        for row in partnerships
        if any(seat.role == "chair" for seat in model.pointing("seat", "committee", row))
    ]
    for partnership in partnerships if chaired else []:
        if partnership not in chaired:
            yield fault(
                f"Who chairs {partnership.name} is not recorded; of others it is.",
                partnership=partnership,
            )


@rule(
    "collaborative-no-members",
    "A provider collaborative without members",
    severity=Severity.WARNING,
    why="A collaborative is its members: without them nobody can be asked or held to account.",
    mend="Record its members, or say that they are not decided yet.",
    rests_on="Guidance on provider collaboratives: at least two trusts.",
    reads=("collaborative", "membership"),
)
def collaborative_no_members(model: Model) -> Iterator[Fault]:
    for collaborative in model.of("collaborative"):
        if collaborative.form not in ("listed", "informal") or not collaborative.is_firm:
            continue
        members = [
            row
            for row in model.pointing("membership", "of", collaborative)
            if row.role != "involved" and not model.is_over(row.member_until)
        ]
        if len(members) < 2:
            yield fault(
                f"{collaborative.name} has "
                f"{counted(members, 'member', 'members') if members else 'no members'} recorded.",
                collaborative=collaborative,
            )


@rule(
    "collaborative-no-lead",
    "Provider collaboratives whose lead is not recorded",
    severity=Severity.NOTE,
    why="Contracts and questions go to the lead provider.",
    mend="Record which member leads, or that none does.",
    rests_on="Collaboratives often contract through a lead provider.",
    reads=("collaborative", "membership"),
)
def collaborative_no_lead(model: Model) -> Iterator[Fault]:
    listed_ones = [row for row in model.of("collaborative") if row.form == "listed"]
    missing = []
    for collaborative in listed_ones:
        members = model.pointing("membership", "of", collaborative)
        if members and not any(row.role == "lead" for row in members):
            missing.append(collaborative)
    if missing:
        yield of_several(
            f"Which member leads is not recorded for {listed([row.name for row in missing])}.",
            "collaborative",
            missing,
        )
