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

    expects = ("chaired_by", "number")

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
