"""Posts: the jobs and roles that people hold. Who holds them is not part of an edition."""

from django.core.validators import MinValueValidator
from django.db import models

from opmodel.editions.models import Kind, Reference


class Post(Kind):
    """A job or role in the organisation, whoever holds it.

    `number` is how many there are of it; null where the source does not say. A post that *reports
    to* a committee is accountable to that committee.
    """

    class Form(models.TextChoices):
        JOB = "job", "A job of its own"
        ADDED_ROLE = "added-role", "A role held beside another post"
        MEMBER = "member", "A membership of the Board"

    kind_name = "post"
    plural = "posts"
    prominence = 3
    nests_in = ("team", "directorate")
    belongs_by = ("body",)
    listed_flat = True

    directorate = Reference("directorates.Directorate", null=True, blank=True, related_name="posts")
    team = Reference("directorates.Team", null=True, blank=True, related_name="posts")
    reports_to = Reference(
        "editions.Element",
        kinds=("post", "committee", "partnership"),
        null=True,
        blank=True,
        related_name="posts_reporting",
        back="Report here",
    )
    appointed_by = Reference(
        "editions.Element",
        kinds=("body", "committee", "partnership", "post"),
        null=True,
        blank=True,
        related_name="posts_appointed",
        back="Appoints",
    )
    form = models.CharField(max_length=20, choices=Form, blank=True)
    number = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], verbose_name="how many"
    )
    executive = models.BooleanField(null=True, blank=True, verbose_name="member of the executive")
    body = Reference(
        "editions.Element",
        kinds=("body",),
        null=True,
        blank=True,
        related_name="posts_within",
        back="Posts",
        verbose_name="in the body",
        help_text="Empty: in the organisation itself, or not recorded.",
    )
    named_holder = models.CharField(
        max_length=120,
        blank=True,
        verbose_name="held, as the source names them, by",
        help_text="Only where the source itself names a person. Who holds a post is otherwise not "
        "part of an edition.",
    )
    optional = models.BooleanField(
        default=False, help_text="Exists only where somebody decides that it should."
    )

    expects = ("number", "reports_to")

    class Meta(Kind.Meta):
        verbose_name = "post"
