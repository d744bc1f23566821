"""Committees and the seats on them."""

from django.core.validators import MinValueValidator
from django.db import models

from opmodel.editions.models import Kind, Link, Reference


class Committee(Kind):
    """A board, committee or group that meets to decide, assure or advise.

    `number` is how many there are, where a source speaks of several alike without naming them;
    null where it does not say how many.
    """

    class Form(models.TextChoices):
        BOARD = "board", "Board"
        COMMITTEE = "committee", "Committee"
        SUB_COMMITTEE = "sub-committee", "Sub-committee"
        JOINT = "joint-committee", "Joint committee"
        GROUP = "group", "Group"

    kind_name = "committee"
    plural = "committees"
    prominence = 3
    nests_in = ("parent",)

    form = models.CharField(max_length=20, choices=Form, default=Form.COMMITTEE)
    parent = Reference(
        "self",
        null=True,
        blank=True,
        related_name="committees",
        verbose_name="reports to",
        back="Committees that report here",
    )
    chaired_by = Reference(
        "directorates.Post", null=True, blank=True, related_name="chairs", back="Chairs"
    )
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], verbose_name="how many"
    )

    deputy_chair = Reference(
        "directorates.Post",
        null=True,
        blank=True,
        related_name="deputy_chairs",
        back="Deputy chair of",
    )
    terms = Reference(
        "governance.Instrument",
        null=True,
        blank=True,
        related_name="committees",
        verbose_name="terms of reference",
        back="Terms of reference of",
    )
    legal_basis = Reference(
        "governance.LegalBasis",
        null=True,
        blank=True,
        related_name="committees",
        back="Committees under it",
    )
    agreement = Reference(
        "governance.Agreement",
        null=True,
        blank=True,
        related_name="committees",
        verbose_name="set up by the agreement",
        help_text="Of a joint committee: with which bodies, says the agreement.",
        back="Committees under it",
    )
    purpose = models.TextField(blank=True)
    authority = models.TextField(
        blank=True, help_text="What it may do of itself: investigate, obtain advice, form groups."
    )
    quorum = models.TextField(blank=True)
    quorum_number = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        verbose_name="members to be quorate",
    )
    frequency = models.CharField(max_length=120, blank=True, verbose_name="meets")
    notice = models.CharField(max_length=200, blank=True, verbose_name="notice and papers")
    voting = models.TextField(blank=True)
    in_public = models.BooleanField(null=True, blank=True, verbose_name="meets in public")
    conflicts = models.TextField(blank=True, verbose_name="conflicts of interest")
    reporting = models.TextField(blank=True, help_text="What it reports to whom, and how.")
    secretary = Reference(
        "directorates.Post",
        null=True,
        blank=True,
        related_name="secretary_of",
        back="Secretary of",
    )
    effectiveness = models.TextField(
        blank=True, verbose_name="review of its own work", help_text="How it looks at its own work."
    )

    expects = ("chaired_by", "number", "purpose", "quorum")

    def misses(self, field: str) -> bool:
        if field == "purpose":
            return not self.summary
        if field == "quorum":
            return self.form != self.Form.GROUP
        return super().misses(field)

    class Meta(Kind.Meta):
        verbose_name = "committee"


class Seat(Kind):
    """A seat at a table: held by a post, by a body, or by a type of representative.

    A seat is neither a person nor a post. `one_of` names several posts of which one sits here.
    `condition` says when it counts (when required, co-opted, once a year); `number` how many there
    are, null where the source does not say.
    """

    class Role(models.TextChoices):
        CHAIR = "chair", "Chair"
        DEPUTY = "deputy-chair", "Deputy chair"
        MEMBER = "member", "Member"
        ATTENDEE = "attendee", "Attends"

    kind_name = "seat"
    plural = "seats"
    prominence = 1
    nests_in = ("committee",)
    belongs_by = ("post", "body", "place")

    committee = Reference(
        "editions.Element",
        kinds=("committee", "partnership"),
        null=True,
        blank=True,
        related_name="seats",
        help_text="Empty: at any committee.",
    )
    role = models.CharField(max_length=20, choices=Role, default=Role.MEMBER)
    post = Reference(
        "directorates.Post", null=True, blank=True, related_name="seats_held", back="Sits on"
    )
    body = Reference(
        "places.Body", null=True, blank=True, related_name="seats_held", back="Sits on"
    )
    one_of = models.ManyToManyField(
        "directorates.Post",
        through="governance.SeatAlternative",
        related_name="seats_shared",
        verbose_name="held by one of",
    )
    place = Reference(
        "places.Place",
        null=True,
        blank=True,
        related_name="seats_for_it_only",
        verbose_name="only for",
        back="Seats for this place only",
    )
    represents = models.CharField(
        max_length=200, blank=True, help_text="The type of representative, where it is only a type."
    )
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], verbose_name="how many"
    )
    condition = models.CharField(max_length=200, blank=True)
    nominated_by = models.CharField(
        max_length=200, blank=True, help_text="Who puts the person forward, where somebody does."
    )
    independent = models.BooleanField(
        null=True, blank=True, verbose_name="independent of the organisation's executive"
    )
    voting = models.BooleanField(null=True, blank=True, verbose_name="votes")
    deputy_allowed = models.BooleanField(null=True, blank=True, verbose_name="may send a deputy")
    term = models.CharField(max_length=80, blank=True, verbose_name="term of office")

    expects = ("number",)

    class Meta(Kind.Meta):
        verbose_name = "seat"


class SeatAlternative(Link):
    """A post that may hold a seat, where the source leaves open which of several does."""

    ends = ("seat", "post")

    seat = Reference(Seat, on_delete=models.CASCADE, related_name="+")
    post = Reference("directorates.Post", related_name="+")

    class Meta(Link.Meta):
        constraints = (
            models.UniqueConstraint(fields=("seat", "post"), name="seat_alternative_once"),
        )
