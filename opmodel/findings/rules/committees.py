"""Whether committees can meet, and under terms that hold."""

from __future__ import annotations

from collections.abc import Iterator

from opmodel.findings.finding import Fault, Severity, fault, of_several, rule
from opmodel.findings.model import Model, Row
from opmodel.findings.words import counted, day, listed

FORMAL = ("board", "committee", "sub-committee", "joint-committee")
"""Forms of committee that terms of reference are written for."""


@rule(
    "terms-overdue",
    "Terms of reference past their review",
    severity=Severity.WARNING,
    why="Membership, remit and quorum may no longer be what the Board wants, and auditors ask for "
    "reviews that were promised.",
    mend="Review the terms, have them approved, and record the next review.",
    rests_on="Terms of reference are reviewed yearly.",
    reads=("committee", "instrument"),
)
def terms_overdue(model: Model) -> Iterator[Fault]:
    for committee in model.of("committee"):
        terms = committee.terms
        if terms is None or terms.form != "terms-of-reference" or terms.review_on is None:
            continue
        if model.is_over(terms.review_on):
            yield fault(
                f"The terms of reference of {committee.name} were due for review on "
                f"{day(terms.review_on)}.",
                terms=terms,
                committee=committee,
            )


def _formal(model: Model) -> list[Row]:
    return [row for row in model.of("committee") if row.form in FORMAL and row.is_firm]


@rule(
    "terms-missing",
    "A committee without terms of reference",
    severity=Severity.WARNING,
    why="Without terms nobody can say what it may decide, who sits on it, or when it is quorate.",
    mend="Write terms of reference and have them approved, or name the document that holds them.",
    rests_on="The Board approves the terms of reference of every committee.",
    reads=("committee",),
)
def terms_missing(model: Model) -> Iterator[Fault]:
    committees = _formal(model)
    if any(committee.terms is not None for committee in committees):
        for committee in committees:
            if committee.terms is None:
                yield fault(f"{committee.name} has no terms of reference.", committee=committee)


@rule(
    "terms-none",
    "No terms of reference are recorded",
    severity=Severity.NOTE,
    why="Without terms nobody can say what a committee may decide, who sits on it, or when it is "
    "quorate.",
    mend="Take in the terms of reference, or accept that this document has none.",
    rests_on="Handbooks publish the terms of reference of every committee.",
    reads=("committee",),
)
def terms_none(model: Model) -> Iterator[Fault]:
    committees = _formal(model)
    if committees and all(committee.terms is None for committee in committees):
        yield of_several(
            f"No terms of reference are recorded for {listed([row.name for row in committees])}.",
            "committee",
            committees,
        )


def _members(model: Model, committee: Row) -> list[Row]:
    """Its seats that count towards a quorum: those of members, with or without a vote recorded."""
    seats = model.pointing("seat", "committee", committee)
    return [seat for seat in seats if seat.role != "attendee" and seat.voting is not False]


@rule(
    "quorum-beyond-seats",
    "A quorum higher than the number of seats",
    severity=Severity.ERROR,
    why="The committee can never be quorate, so nothing it decides holds.",
    mend="Lower the quorum or add seats.",
    rests_on="A quorum is a part of the members.",
    reads=("committee", "seat"),
)
def quorum_beyond_seats(model: Model) -> Iterator[Fault]:
    for committee, seats in _with_quorum(model):
        places = sum(seat.number or 1 for seat in seats)
        if places < committee.quorum_number:
            yield fault(
                f"{committee.name} needs {committee.quorum_number} members to be quorate and has "
                f"{counted(range(places), 'seat', 'seats')} for members.",
                committee=committee,
            )


@rule(
    "quorum-vacancies",
    "A quorum that cannot be met while posts are vacant",
    severity=Severity.ERROR,
    why="Until a post is filled the committee cannot be quorate, so nothing it decides holds.",
    mend="Fill the seats, allow deputies, or change the quorum.",
    rests_on="Only members in post can attend.",
    reads=("committee", "seat", "post"),
)
def quorum_vacancies(model: Model) -> Iterator[Fault]:
    for committee, seats in _with_quorum(model):
        places = sum(seat.number or 1 for seat in seats)
        empty = [seat for seat in seats if _is_empty(model, seat)]
        filled = places - sum(seat.number or 1 for seat in empty)
        if filled < committee.quorum_number <= places:
            yield Fault(
                f"{committee.name} needs {committee.quorum_number} members to be quorate, but with "
                f"{counted(empty, 'seat', 'seats')} empty it has {filled}.",
                (("committee", committee), *(("empty seat", seat) for seat in empty)),
            )


def _with_quorum(model: Model) -> Iterator[tuple[Row, list[Row]]]:
    """Committees with a number for their quorum, and whose seats are all recorded with numbers.

    Not joint ones: each of their organisations may record its own seats alone.
    """
    for committee in model.of("committee"):
        seats = _members(model, committee)
        if committee.quorum_number is None or not seats or committee.form == "joint-committee":
            continue
        if all(seat.number is not None or seat.post is not None for seat in seats):
            yield committee, seats


def _is_empty(model: Model, seat: Row) -> bool:
    posts = [seat.post] if seat.post is not None else list(seat.one_of)
    return bool(posts) and all(model.outside.is_vacant(post.key) for post in posts)


@rule(
    "chair-vacant",
    "A committee without its chair",
    severity=Severity.WARNING,
    why="Somebody else has to take the chair, and rules that name the chair (urgent decisions, the "
    "quorum) cannot be kept.",
    mend="Fill the post, or name another chair for the time being.",
    rests_on="Each committee has a chair, and a deputy for when the chair is away.",
    reads=("committee", "post"),
)
def chair_vacant(model: Model) -> Iterator[Fault]:
    for committee in model.of("committee"):
        chair, deputy = committee.chaired_by, committee.deputy_chair
        if chair is None or not model.outside.is_vacant(chair.key):
            continue
        if deputy is None:
            then = "No deputy chair is named."
        elif model.outside.is_vacant(deputy.key):
            then = f"The deputy chair, {deputy.name}, is vacant too."
        else:
            then = f"The deputy chair is {deputy.name}."
        yield fault(
            f"The chair of {committee.name}, {chair.name}, is vacant. {then}",
            committee=committee,
            vacant_post=chair,
        )


@rule(
    "chair-not-recorded",
    "Committees whose chair is not recorded",
    severity=Severity.NOTE,
    why="Readers ask who chairs a committee before they ask anything else of it.",
    mend="Record the chair, where the source or the terms of reference say who it is.",
    rests_on="Terms of reference name the chair.",
    reads=("committee", "seat"),
)
def chair_not_recorded(model: Model) -> Iterator[Fault]:
    missing = [
        committee
        for committee in model.of("committee")
        if committee.form in FORMAL
        and committee.chaired_by is None
        and not any(seat.role == "chair" for seat in model.pointing("seat", "committee", committee))
    ]
    if missing:
        yield of_several(
            f"Who chairs {counted(missing, 'committee', 'committees')} is not recorded: "
            f"{listed([row.name for row in missing])}.",
            "committee",
            missing,
        )


@rule(
    "seat-of-nobody",
    "A seat that nobody is named for",
    severity=Severity.WARNING,
    why="A seat without a post, a body or a kind of representative cannot be filled.",
    mend="Say whose seat it is.",
    rests_on="Terms of reference name the members.",
    reads=("seat",),
)
def seat_of_nobody(model: Model) -> Iterator[Fault]:
    for seat in model.of("seat"):
        if not (seat.post or seat.body or seat.one_of or seat.represents):
            yield fault(f"It is not said whose seat “{seat.name}” is.", seat=seat)


@rule(
    "sub-committee-of-nothing",
    "A sub-committee that reports to no committee",
    severity=Severity.WARNING,
    why="A sub-committee has its powers from the committee above it: without one it has none.",
    mend="Say which committee it belongs to.",
    rests_on="Sub-committees are set up by a committee and report to it.",
    reads=("committee",),
)
def sub_committee_of_nothing(model: Model) -> Iterator[Fault]:
    for committee in model.of("committee"):
        if committee.form == "sub-committee" and committee.parent is None:
            yield fault(
                f"{committee.name} is a sub-committee, but of which committee is not recorded.",
                committee=committee,
            )
