"""Whether agreements with others state what they must, and still hold."""

from __future__ import annotations

from collections.abc import Iterator

from opmodel.findings.finding import Fault, Severity, fault, rule
from opmodel.findings.model import Model
from opmodel.findings.words import counted, day, listed

REQUIRED = {
    "aims": "its aims and outcomes",
    "contributions": "what each party contributes",
    "reports": "who reports what, how often",
    "effective_until": "how long it runs",
}
"""What a section 75 agreement has to state, by the field that holds it."""


@rule(
    "section-75-incomplete",
    "A section 75 agreement that leaves out what the law asks for",
    severity=Severity.ERROR,
    why="The regulations list what such an agreement must state. One that leaves it out can be "
    "challenged, and partners will disagree on what is not written.",
    mend="Agree on it with the council, and have it written into the agreement.",
    rests_on="SI 2000/617, regulations 7 to 9.",
    reads=("agreement",),
)
def section_75_incomplete(model: Model) -> Iterator[Fault]:
    for agreement in model.of("agreement"):
        if agreement.form != "section-75":
            continue
        missing = [words for field, words in REQUIRED.items() if not getattr(agreement, field)]
        if missing:
            yield fault(
                f"“{agreement.name}” does not say {listed(missing)}.",
                mark=",".join(field for field in REQUIRED if not getattr(agreement, field)),
                agreement=agreement,
            )


@rule(
    "section-75-without-council",
    "A section 75 agreement without a council",
    severity=Severity.ERROR,
    why="Section 75 is about NHS bodies and councils: without a council it is no such agreement.",
    mend="Name the council among the parties, or call the agreement what it is.",
    rests_on="NHS Act 2006, section 75.",
    reads=("agreement", "body"),
)
def section_75_without_council(model: Model) -> Iterator[Fault]:
    councils = model.outside.councils
    for agreement in model.of("agreement"):
        parties = agreement.parties
        if agreement.form != "section-75" or not parties:
            continue
        known = [body.organisation_id for body in parties]
        if all(known) and not any(slug in councils for slug in known):
            yield fault(
                f"No party to “{agreement.name}” is a council.",
                agreement=agreement,
            )


@rule(
    "agreement-over",
    "An agreement that has run out",
    severity=Severity.ERROR,
    why="From its last day on nothing can rest on it: money, powers and staff that it governed "
    "have no basis.",
    mend="Renew it, or take it and what rests on it out.",
    rests_on="The agreement's own term.",
    reads=("agreement", "delegation"),
)
def agreement_over(model: Model) -> Iterator[Fault]:
    for agreement in model.of("agreement"):
        until = agreement.effective_until
        if not model.is_over(until):
            continue
        resting = [
            power
            for power in model.pointing("delegation", "agreement", agreement)
            if not model.is_over(power.effective_until)
        ]
        still = (
            f" {counted(resting, 'row of the scheme still rests', 'rows of the scheme still rest')}"
            " on it."
            if resting
            else ""
        )
        yield Fault(
            f"“{agreement.name}” ran out on {day(until)}.{still}",
            (("agreement", agreement), *(("rests on it", power) for power in resting)),
        )


@rule(
    "agreement-overdue",
    "An agreement past its review",
    severity=Severity.WARNING,
    why="Its money and services may no longer be what the partners want.",
    mend="Review it with the partners, and record the next review.",
    rests_on="The agreement's own day of review.",
    reads=("agreement",),
)
def agreement_overdue(model: Model) -> Iterator[Fault]:
    for agreement in model.of("agreement"):
        review = agreement.review_on
        if model.is_over(review) and not model.is_over(agreement.effective_until):
            yield fault(
                f"“{agreement.name}” was due for review on {day(review)}.", agreement=agreement
            )


@rule(
    "agreement-one-party",
    "An agreement with fewer than two parties",
    severity=Severity.WARNING,
    why="It cannot be told who is bound by it.",
    mend="Record all parties.",
    rests_on="An agreement is between at least two.",
    reads=("agreement",),
)
def agreement_one_party(model: Model) -> Iterator[Fault]:
    for agreement in model.of("agreement"):
        if len(agreement.parties) < 2:
            yield fault(
                f"“{agreement.name}” names {counted(agreement.parties, 'party', 'parties')}.",
                agreement=agreement,
            )


@rule(
    "agreement-without-law",
    "An agreement that passes on powers, but not under which law",
    severity=Severity.WARNING,
    why="Powers pass between bodies only where a provision of law says that they may.",
    mend="Record the section that it is made under.",
    rests_on="NHS Act 2006, sections 65Z5, 65Z6 and 75.",
    reads=("agreement",),
)
def agreement_without_law(model: Model) -> Iterator[Fault]:
    for agreement in model.of("agreement"):
        if agreement.form in PASSING and agreement.legal_basis is None:
            yield fault(
                f"Under which law “{agreement.name}” is made is not recorded.",
                agreement=agreement,
            )


PASSING = {
    "section-75": ("75",),
    "delegation-in": ("65Z5",),
    "delegation-out": ("65Z5",),
    "joint-committee": ("65Z5", "65Z6"),
}
"""Forms of agreement that pass on powers, and the sections they are made under today."""


@rule(
    "agreement-wrong-law",
    "An agreement under a section that does not allow it",
    severity=Severity.ERROR,
    why="The section that it names gives no power to make an agreement of this kind.",
    mend="Name the right section, or make the agreement anew under it.",
    rests_on="NHS Act 2006, sections 65Z5, 65Z6 and 75.",
    reads=("agreement", "legal-basis"),
)
def agreement_wrong_law(model: Model) -> Iterator[Fault]:
    for agreement in model.of("agreement"):
        basis = agreement.legal_basis
        wanted = PASSING.get(agreement.form)
        if basis is None or wanted is None or model.is_over(basis.in_force_until):
            continue
        if "2006" in basis.enactment and not any(
            basis.number.split()[-1] == section for section in wanted
        ):
            sections = " or ".join(f"section {section}" for section in wanted)
            yield fault(
                f"“{agreement.name}” names {basis.name}. An agreement of its kind is made under "
                f"{sections}.",
                agreement=agreement,
                law=basis,
            )


@rule(
    "power-without-agreement",
    "Powers passed to another body without an agreement",
    severity=Severity.WARNING,
    why="What passes between bodies is agreed in writing: otherwise nobody can look up on which "
    "terms.",
    mend="Name the agreement that the row rests on.",
    rests_on="NHS Act 2006, sections 65Z5 and 75; SI 2000/617, regulations 7 to 9.",
    reads=("delegation", "decision"),
)
def power_without_agreement(model: Model) -> Iterator[Fault]:
    for power in model.of("delegation"):
        if power.type not in ("delegated-out", "section-75") or power.part != "approves":
            continue
        if power.agreement is None and power.is_firm:
            yield fault(
                f"“{power.name}” passes a power to another body, but names no agreement.",
                power=power,
            )
