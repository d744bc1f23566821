"""The bodies an edition names, and the partnerships and collaboratives they form."""

from django.db import models
from django.db.models import F, Q

from opmodel.editions.models import Kind, Organisation, Reference


class Body(Kind):
    """A body as an edition names it: the organisation itself or a partner.

    Points at the organisation that it is, where that is known.
    """

    class Relation(models.TextChoices):
        ITSELF = "itself", "The organisation itself"
        SYSTEM = "system", "The system it is part of"
        PARTNER = "partner", "Partner"
        HOSTED = "hosted", "Hosted by the organisation"
        NATIONAL = "national", "National body"

    kind_name = "body"
    plural = "bodies"
    expects = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="named_as"
    )
    relation = models.CharField(max_length=20, choices=Relation, default=Relation.PARTNER)
    hosted_by = Reference(
        "directorates.Directorate", null=True, blank=True, related_name="hosts", back="Hosts"
    )

    class Meta(Kind.Meta):
        verbose_name = "body"
        verbose_name_plural = "bodies"


class Partnership(Kind):
    """A partnership or forum in which bodies plan and decide together, usually for one place."""

    class Form(models.TextChoices):
        PLACE = "place-based-partnership", "Place-based partnership"
        SYSTEM = "system-partnership", "System partnership"
        FORUM = "forum", "Forum"

    kind_name = "partnership"
    plural = "partnerships"
    nests_in = ("place",)
    expects = ("place",)

    form = models.CharField(max_length=40, choices=Form, default=Form.PLACE)
    place = Reference("places.Place", null=True, blank=True, related_name="partnerships")

    class Meta(Kind.Meta):
        verbose_name = "partnership"


class Collaborative(Kind):
    """A partnership arrangement of providers that work together at scale."""

    kind_name = "collaborative"
    plural = "collaboratives"

    class Meta(Kind.Meta):
        verbose_name = "provider collaborative"


class Membership(Kind):
    """A body's part in a collaborative or partnership, with dates where they are recorded."""

    class Role(models.TextChoices):
        LEAD = "lead", "Lead"
        MEMBER = "member", "Member"
        ASSOCIATE = "associate", "Associate"
        INVOLVED = "involved", "Involved, not a formal member"

    kind_name = "membership"
    plural = "memberships"
    nests_in = ("of",)

    of = Reference(
        "editions.Element",
        kinds=("collaborative", "partnership"),
        related_name="memberships",
        back="Members",
        verbose_name="member of",
    )
    body = Reference(Body, related_name="memberships_held", back="Member of")
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    member_from = models.DateField(null=True, blank=True)
    member_until = models.DateField(null=True, blank=True)

    class Meta(Kind.Meta):
        verbose_name = "membership"
        constraints = (
            models.CheckConstraint(
                name="membership_dates_in_order",
                condition=Q(member_until__isnull=True)
                | Q(member_from__isnull=True)
                | Q(member_until__gte=F("member_from")),
                violation_error_message="A membership cannot end before it began.",
            ),
        )


class Priority(Kind):
    """What a collaborative, or all of them, set out to do."""

    class Form(models.TextChoices):
        FOCUS = "focus", "Focus"
        PRIORITY = "priority", "Priority"
        SCOPE = "scope", "Scope"
        PHASE = "phase", "Phase"
        NEXT_STEP = "next-step", "Next step"

    kind_name = "priority"
    plural = "priorities"
    nests_in = ("of",)

    of = Reference(
        "editions.Element",
        kinds=("collaborative", "partnership"),
        null=True,
        blank=True,
        related_name="priorities",
        help_text="Empty: of all provider collaboratives of the edition.",
    )
    form = models.CharField(max_length=20, choices=Form, default=Form.PRIORITY)

    class Meta(Kind.Meta):
        verbose_name = "priority"
        verbose_name_plural = "priorities"
