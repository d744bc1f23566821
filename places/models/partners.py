"""The bodies an edition names, and the partnerships and collaboratives they form."""

from django.db import models
from django.db.models import F, Q

from opmodel.editions.models import Kind, Link, Organisation, Reference


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
        PREDECESSOR = "predecessor", "Came before the organisation"

    kind_name = "body"
    plural = "bodies"
    prominence = 3
    expects = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="named_as"
    )
    relation = models.CharField(max_length=20, choices=Relation, default=Relation.PARTNER)
    hosted_by = Reference(
        "directorates.Directorate", null=True, blank=True, related_name="hosts", back="Hosts"
    )

    places = models.ManyToManyField(
        "places.Place", through="places.BodyPlace", related_name="bodies", verbose_name="works in"
    )

    class Meta(Kind.Meta):
        verbose_name = "body"
        verbose_name_plural = "bodies"


class BodyPlace(Link):
    """A place that a body works in."""

    ends = ("body", "place")

    body = Reference(Body, on_delete=models.CASCADE, related_name="+")
    place = Reference("places.Place", related_name="+")

    class Meta(Link.Meta):
        constraints = (models.UniqueConstraint(fields=("body", "place"), name="body_place_once"),)


class Partnership(Kind):
    """A partnership or forum in which bodies plan and decide together, usually for one place."""

    class Form(models.TextChoices):
        PLACE = "place-based-partnership", "Place-based partnership"
        SYSTEM = "system-partnership", "System partnership"
        FORUM = "forum", "Forum"
        HEALTH_AND_WELLBEING = "health-and-wellbeing-board", "Health and wellbeing board"

    kind_name = "partnership"
    plural = "partnerships"
    prominence = 3
    nests_in = ("place",)
    expects = ("place",)

    form = models.CharField(max_length=40, choices=Form, default=Form.PLACE)
    place = Reference("places.Place", null=True, blank=True, related_name="partnerships")
    local_authorities = models.ManyToManyField(
        Body, through="places.PartnershipAuthority", related_name="forums"
    )

    def misses(self, field: str) -> bool:
        if field == "place":
            # Others may work for the whole system, or for an authority that is several places.
            return self.form == self.Form.PLACE
        return super().misses(field)

    class Meta(Kind.Meta):
        verbose_name = "partnership"


class PartnershipAuthority(Link):
    """A local authority for whose area a partnership or forum works."""

    ends = ("partnership", "body")

    partnership = Reference(Partnership, on_delete=models.CASCADE, related_name="+")
    body = Reference(Body, related_name="+")

    class Meta(Link.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("partnership", "body"), name="partnership_authority_once"
            ),
        )


class Collaborative(Kind):
    """A partnership arrangement of providers that work together at scale."""

    class Form(models.TextChoices):
        LISTED = "listed", "Listed as a provider collaborative"
        MENTIONED = "mentioned", "Mentioned only"
        PROPOSED = "proposed", "Proposed"
        INFORMAL = "informal", "Informal"

    kind_name = "collaborative"
    plural = "collaboratives"
    prominence = 3

    form = models.CharField(max_length=20, choices=Form, default=Form.LISTED)

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
    prominence = 1
    nests_in = ("of",)
    belongs_by = ("body",)

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
        APPROACH = "approach", "Approach"
        PROGRESS = "progress", "Progress"
        RESULT = "result", "Result"
        CAPACITY = "capacity", "Capacity"
        EXAMPLE = "example", "Example"

    kind_name = "priority"
    plural = "priorities"
    prominence = 1
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
