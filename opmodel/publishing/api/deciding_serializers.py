"""The shapes of answers about who may decide, and about what somebody may."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as fields
from rest_framework.serializers import Serializer

from directorates.models import Appointment
from governance.deciding.answer import Reason
from governance.deciding.asking import BASES
from governance.models import Agreement, Delegation, Limit, Seat
from opmodel.editions.models import Standing
from opmodel.publishing.filters import STATUSES
from places.models import Membership

from .serializers import OrganisationName, Relation
from .time_serializers import EditionName


def _pounds(**options: Any) -> fields.DecimalField:
    """A sum of money, with as many digits as a limit has."""
    return fields.DecimalField(max_digits=20, decimal_places=2, **options)


class Counted(Serializer):
    """An amount in pounds, and what it counts."""

    basis = fields.ChoiceField(BASES)
    amount = _pounds()


class Read(Serializer):
    """How the question was read."""

    text = fields.CharField(allow_null=True, help_text="The question as one sentence.")
    edition = EditionName(help_text="Whose scheme was asked.")
    words = fields.CharField(allow_null=True)
    decision = Relation(allow_null=True, help_text="Null: the words fit none, or several.")
    amounts = Counted(many=True)
    place = Relation(allow_null=True, help_text="Null: asked for all of them.")
    service = Relation(allow_null=True, help_text="Null: asked for all of them.")
    budgeted = fields.BooleanField()
    recurrent = fields.BooleanField(allow_null=True, help_text="Null: not said.")
    urgent = fields.BooleanField()
    on = fields.DateField()
    known_at = fields.DateField()
    said = fields.ListField(
        child=fields.CharField(), help_text="What was read into the question, in words."
    )


class HolderName(Serializer):
    """A holder; what the scheme names by its type alone has neither key, kind nor page."""

    key = fields.CharField(allow_null=True)
    kind = fields.CharField(allow_null=True)
    name = fields.CharField()
    url = fields.URLField(allow_null=True)


class Tenure(Serializer):
    """Somebody in a post on the day, or its vacancy."""

    form = fields.ChoiceField(Appointment.Form.values)
    name = fields.CharField(allow_null=True, help_text="Null: the post is vacant.")
    since = fields.DateField(allow_null=True)


class Band(Serializer):
    """From where up to where a power reaches."""

    basis = fields.ChoiceField(Limit.Basis.values)
    above = _pounds(allow_null=True)
    includes_above = fields.BooleanField()
    up_to = _pounds(allow_null=True, help_text="Null: any amount.")
    includes_up_to = fields.BooleanField()
    budgeted = fields.BooleanField(allow_null=True, help_text="Null: either.")
    recurrent = fields.BooleanField(allow_null=True, help_text="Null: either.")
    signatures = fields.IntegerField(allow_null=True)


class Power(HolderName):
    """A holder, and the row of the scheme by which they have their part."""

    part = fields.ChoiceField(Delegation.Part.values)
    type = fields.ChoiceField(Delegation.Type.values)
    delegation = Relation(help_text="The row of the scheme.")
    limit = fields.CharField(help_text="How far it reaches, as the scheme words it.")
    limits = Band(many=True, help_text="The same by rules. None: any amount.")
    places = Relation(many=True, help_text="Only in these. None: everywhere.")
    services = Relation(many=True, help_text="Only for these. None: for all.")
    conditions = fields.CharField(allow_null=True)
    clause = Relation(allow_null=True, help_text="Null: not recorded.")
    vacant = fields.BooleanField()
    held_by = Tenure(many=True, help_text="None: not a post, or its holder is not recorded.")
    deputy_rule = fields.ChoiceField(Delegation.Deputy.values, allow_null=True)
    deputy = HolderName(allow_null=True, help_text="The named deputy.")
    acting = HolderName(
        allow_null=True, help_text="Who acts, the post being vacant; of any executive the first."
    )


class Decider(Power):
    """The lowest holder whose authority covers what was asked."""

    adopted_by = fields.CharField(allow_null=True, help_text="Null: not recorded.")
    meeting_on = fields.DateField(allow_null=True, help_text="Null: not recorded.")
    minute = fields.CharField(allow_null=True, help_text="Null: not recorded.")
    text = fields.ListField(child=fields.CharField(), help_text="The answer in sentences.")
    together = Power(many=True, help_text="Who has to approve it with them.")
    alike = Power(many=True, help_text="Who may just as well: an overlap of the scheme.")
    under = Power(many=True, help_text="From whom the power comes, the nearest first.")
    next_up = Power(allow_null=True, help_text="Who decides more.")
    residual = fields.BooleanField(
        help_text="The scheme names nobody for this: it falls to who holds the rest."
    )


class Gap(Serializer):
    """Nobody may: where the gap lies."""

    text = fields.ListField(child=fields.CharField())
    next_up = Power(allow_null=True, help_text="Who holds the next power up.")
    adopted_by = fields.CharField(allow_null=True, help_text="Null: not recorded.")
    meeting_on = fields.DateField(allow_null=True, help_text="Null: not recorded.")
    minute = fields.CharField(allow_null=True, help_text="Null: not recorded.")


class Refused(Power):
    """Somebody whose power is near, and why they may not."""

    reason = fields.ChoiceField([each.value for each in Reason])
    text = fields.CharField(help_text="The reason in words.")
    through = HolderName(
        allow_null=True, help_text="Whose link of the chain fails. Null: their own."
    )


class Warning(Serializer):  # noqa: A001  (what the answer calls it)
    """Something to mind before acting on the answer."""

    code = fields.CharField()
    text = fields.CharField()
    source = fields.CharField(allow_null=True)  # type: ignore[assignment]


class Choice(Relation):
    """A decision that the words may mean."""

    ask = fields.URLField(help_text="The same question of this decision.")


class WhoDecides(Serializer):
    """Who may decide: one holder, a gap, or decisions to choose from."""

    asked = Read()
    answer = Decider(allow_null=True, help_text="Null: nobody may, or see `choices`.")
    gap = Gap(allow_null=True, help_text="Only where nobody may.")
    chain = Power(many=True, help_text="Who has which part, in order: recommends to is told.")
    refused = Refused(many=True, help_text="The nearest of those who may not.")
    warnings = Warning(many=True)
    choices = Choice(
        many=True,
        help_text="Only where it has to be asked which decision is meant, or whether it recurs.",
    )
    also = Choice(many=True, help_text="Other decisions that the words fit, less well.")


class HeldSeat(Relation):
    """A seat of the body, or of a post in it."""

    committee = Relation(allow_null=True, help_text="Null: at any committee.")
    role = fields.ChoiceField(Seat.Role.values)
    voting = fields.BooleanField(allow_null=True, help_text="Null: not recorded.")
    condition = fields.CharField(allow_null=True)
    standing = fields.ChoiceField(Standing.values)
    through = Relation(allow_null=True, help_text="The post in the body that sits here.")


class HeldRight(Relation):
    """A power or duty of the body, or of a post in it."""

    part = fields.ChoiceField(Delegation.Part.values)
    type = fields.ChoiceField(Delegation.Type.values)
    decision = Relation(allow_null=True)
    limit = fields.CharField(allow_null=True, help_text="As the source words it.")
    places = Relation(many=True, help_text="Only in these. None: everywhere.")
    services = Relation(many=True, help_text="Only for these. None: for all.")
    conditions = fields.CharField(allow_null=True)
    clause = Relation(allow_null=True)
    effective_from = fields.DateField(allow_null=True)
    effective_until = fields.DateField(allow_null=True)
    standing = fields.ChoiceField(Standing.values)
    through = Relation(allow_null=True, help_text="The post in the body that holds it.")


class HeldMembership(Relation):
    """A part of the body in a collaborative or a partnership."""

    of = Relation()
    role = fields.ChoiceField(Membership.Role.values)
    member_from = fields.DateField(allow_null=True)
    member_until = fields.DateField(allow_null=True)
    standing = fields.ChoiceField(Standing.values)


class HeldAgreement(Relation):
    """An agreement that the body is party to."""

    form = fields.ChoiceField(Agreement.Form.values)
    delegates = fields.BooleanField(help_text="Whether a power can rest on it.")
    effective_from = fields.DateField(allow_null=True)
    effective_until = fields.DateField(allow_null=True)
    standing = fields.ChoiceField(Standing.values)


class HeldEdition(EditionName):
    """What one edition says of the body."""

    status = fields.ChoiceField(STATUSES, help_text="What it is on the day asked for.")
    bodies = Relation(many=True, help_text="The body as the edition names it.")
    seats = HeldSeat(many=True)
    rights = HeldRight(many=True)
    memberships = HeldMembership(many=True)
    agreements = HeldAgreement(many=True)
    partnerships = Relation(many=True, help_text="Those that work for its area.")


class HeldOrganisation(OrganisationName):
    """An organisation whose editions name the body."""

    editions = HeldEdition(many=True)


class Holdings(Serializer):
    """Everything that a body holds, by the organisations whose editions say so."""

    code = fields.CharField()
    bodies = OrganisationName(many=True, help_text="The organisations that the code is of.")
    seats = fields.IntegerField(min_value=0, help_text="How many, over all editions.")
    rights = fields.IntegerField(min_value=0)
    memberships = fields.IntegerField(min_value=0)
    organisations = HeldOrganisation(many=True)


class HeldPost(Relation):
    """A post that somebody is in on the day, and what they hold through it."""

    organisation = OrganisationName()
    edition = EditionName()
    status = fields.ChoiceField(STATUSES, help_text="What the edition is on the day asked for.")
    form = fields.ChoiceField(Appointment.Form.values)
    since = fields.DateField(allow_null=True, help_text="Null: not recorded.")
    until = fields.DateField(allow_null=True, help_text="The last day. Null: no end is recorded.")
    chairs = Relation(many=True, help_text="Committees that the post chairs, or deputy-chairs.")
    seats = HeldSeat(many=True)
    rights = HeldRight(many=True)


class PersonHoldings(Serializer):
    """Everything that somebody holds through their posts, over all organisations."""

    person = fields.CharField()
    seats = fields.IntegerField(min_value=0, help_text="How many, over all posts.")
    rights = fields.IntegerField(min_value=0)
    posts = HeldPost(many=True)
