"""A draft with something of everything in it, and words that stand nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, cast

from django.utils import timezone

from commissioning.models import Cycle
from directorates.actions.appointing import appoint
from directorates.models import Appointment, Function
from governance.models import Decision, Delegation, Limit
from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import READER
from opmodel.drafting.actions.commenting import comment
from opmodel.drafting.actions.proposing import propose_change
from opmodel.editions.actions.changing import Authored, add, change
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.moments import Moment
from opmodel.findings.checking import check
from opmodel.scenarios.writing import StepWritten, write_scenario
from opmodel.workbooks.actions.uploading import receive
from places.models import Place
from tests.conftest import People, Person
from tests.editions.making import every_kind, save
from tests.workbooks import packed
from transition.models import Milestone, Risk, Transfer

UNIQUE: Final = "Zyxwabbit"
"""A word that only the draft has: in names, texts, reasons, comments and proposals."""


@dataclass
class World:
    """The draft, and what the addresses of its pages are made of."""

    draft: Edition
    people: People
    given: dict[str, Any] = field(default_factory=dict)
    """By the name of an address's part: what stands there, unless a row of the table says other."""


def user_of(person: Person) -> User:
    return cast(User, person.user)


def world_of(draft: Edition, people: People, *, appointed: bool = True) -> World:
    """Fills the draft by the hands of those whose roles let them; *appointed*: and says who is in
    a post, which anyone may read."""
    editor, contributor = user_of(people.editor), user_of(people.contributor)
    own = "oxfordshire-place-based-partnership"
    why = Authored(by=editor, reason=f"{UNIQUE} is why")

    def made(kind: Any, name: str, **values: Any) -> Any:
        named = {"name": f"{UNIQUE} {name}"} | values
        return add(edition=draft, kind=kind, values=named, authored=why, key=f"made-{name}")

    made(Decision, "decision")
    delegation = made(
        Delegation, "delegation", decision="made-decision", holder=own, place="oxfordshire"
    )
    made(Limit, "limit", delegation=delegation.key)
    made(Milestone, "milestone", dated="Q1 2027", begins_on="2027-01-01", ends_on="2027-03-31")
    made(Risk, "risk")
    made(Transfer, "transfer")
    made(Function, "function", directorate="delivery-performance-oversight")
    place = Place.objects.get(edition=draft, key="oxfordshire")
    change(element=place, values={"summary": f"{UNIQUE} county"}, seen=None, authored=why)
    place = Place.objects.get(edition=draft, key="oxfordshire")
    thread = comment(by=editor, element=place, text=f"{UNIQUE} comment").comment
    proposal = propose_change(
        by=contributor,
        element=place,
        values={"summary": f"{UNIQUE} proposal"},
        seen=place.version,
        authored=Authored(by=contributor, reason=f"{UNIQUE} reason"),
    )
    organisation = draft.organisation
    appointment = _appointed(organisation, editor) if appointed else None
    scenario = write_scenario(
        by=editor,
        reason=f"{UNIQUE} case",
        title=f"{UNIQUE} scenario",
        summary=f"{UNIQUE} happens",
        organisation=organisation,
        draft=True,
        steps=[StepWritten(title="Step", asks="decides", words=["contract"])],
    )
    upload = receive(by=editor, edition=draft, name="scheme.xlsx", data=packed.good())
    finding = next(iter(check(edition=draft, moment=Moment.of(timezone.localdate()))))
    held = grant(
        role=READER,
        to=User.objects.create_user("held"),
        organisation=organisation,
        reason="To be ended",
    )
    return World(
        draft,
        people,
        {
            "organisation": "bob-icb",
            "edition": draft.slug,
            "slug": draft.slug,
            "plural": "places",
            "key": "oxfordshire",
            "form": "csv",
            "other": "bob-icb-2024-09",
            "post": "chief-executive",
            "identifier": upload.pk,
            "fingerprint": finding.fingerprint,
            "number": 1,
            "pk": place.pk,
            "code": "QU9",
            "uidb64": "MQ",
            "token": "set-password",
            "_numbers": {
                "end-role": held.pk,
                "comment-thread": thread.pk,
                "proposal": proposal.pk,
                "api-draft-proposal": proposal.pk,
                "api-accept-proposal": proposal.pk,
                "api-decline-proposal": proposal.pk,
                "api-withdraw-proposal": proposal.pk,
                "appointment": appointment.pk if appointment else 1,
                "api-appointment": appointment.pk if appointment else 1,
            },
            "_rows": {element.kind: element.pk for element in save(every_kind()).elements.all()},
            "_source": draft.sources.order_by("pk")[0].pk,
            "_scenario": scenario.key,
            "_cycle": Cycle.objects.filter(edition=draft)[0].key,
        },
    )


def _appointed(organisation: Organisation, by: User) -> Appointment:
    return appoint(
        organisation=organisation,
        post="chief-executive",
        values={"form": "substantive", "name": "Alex Example", "begins_on": None, "ends_on": None},
        authored=Authored(by=by, reason="Appointed"),
    )
