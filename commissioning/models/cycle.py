"""The commissioning cycle, its stages, and who plays which part in them."""

from django.db import models

from opmodel.editions.models import Kind, Link, Reference


class Cycle(Kind):
    """A way of dividing commissioning into stages. Editions may follow different ones."""

    kind_name = "cycle"
    plural = "cycles"
    expects = ("published_by",)

    published_by = Reference(
        "places.Body", null=True, blank=True, related_name="cycles_published", back="Publishes"
    )

    class Meta(Kind.Meta):
        verbose_name = "commissioning cycle"


class Stage(Kind):
    """One stage of a cycle, in its order."""

    kind_name = "stage"
    plural = "stages"
    prominence = 1
    nests_in = ("cycle",)

    cycle = Reference(Cycle, related_name="cycle_stages", back="Stages")

    class Meta(Kind.Meta):
        verbose_name = "stage"


class Responsibility(Kind):
    """What one holder does in one or more stages of a cycle.

    An entry that spans several stages is one statement about all of them and is shown merged.
    `part` is a letter of a responsibility set, empty where the source only describes.
    """

    class Part(models.TextChoices):
        ACCOUNTABLE = "accountable", "Accountable"
        RESPONSIBLE = "responsible", "Responsible"
        CONSULTED = "consulted", "Consulted"
        INFORMED = "informed", "Informed"

    kind_name = "responsibility"
    plural = "responsibilities"
    prominence = 1
    nests_in = ("cycle",)
    expects = ("part",)

    cycle = Reference(Cycle, related_name="entries", back="Responsibilities")
    holder = Reference(
        "editions.Element",
        kinds=(
            "body",
            "directorate",
            "team",
            "post",
            "committee",
            "partnership",
            "collaborative",
        ),
        related_name="responsibilities",
        back="In the commissioning cycle",
    )
    part = models.CharField(max_length=20, choices=Part, blank=True)
    stages = models.ManyToManyField(
        Stage, through="commissioning.ResponsibilityStage", related_name="covered_by"
    )

    class Meta(Kind.Meta):
        verbose_name = "responsibility"
        verbose_name_plural = "responsibilities"


class ResponsibilityStage(Link):
    """A stage that a responsibility covers."""

    ends = ("responsibility", "stage")

    responsibility = Reference(Responsibility, on_delete=models.CASCADE, related_name="+")
    stage = Reference(Stage, related_name="+")

    class Meta(Link.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("responsibility", "stage"), name="responsibility_stage_once"
            ),
        )
