"""Who plays which part: in the stages of a cycle, or in functions, as a matrix of letters."""

from django.db import models
from django.db.models import Q

from opmodel.editions.models import Kind, Link, Reference

from .cycle import Cycle, Stage


class ResponsibilityMatrix(Kind):
    """Functions and who plays which part in each, in the letters of one set.

    What each letter means stands in `commissioning/letters.py`. A letter of another set, and a
    function for which nobody or more than one is accountable, may stand here: a draft is worked on
    by many. The checks tell it.
    """

    class Letters(models.TextChoices):
        RACI = "raci", "RACI"
        RASCI = "rasci", "RASCI"
        RAPID = "rapid", "RAPID"

    kind_name = "responsibility-matrix"
    plural = "responsibility-matrices"

    letters = models.CharField(
        max_length=10, choices=Letters, help_text="The set that its letters are of."
    )

    class Meta(Kind.Meta):
        verbose_name = "responsibility matrix"
        verbose_name_plural = "responsibility matrices"


class Responsibility(Kind):
    """What one holder does in one or more stages of a cycle, or their part in a function.

    It stands in a cycle or in a responsibility matrix, never in both. In a cycle, an entry that
    spans several stages is one statement about all of them and is shown merged, and `part` is empty
    where the source only describes. In a matrix, it is about one function; who has two parts in it
    has two entries.
    """

    class Part(models.TextChoices):
        ACCOUNTABLE = "accountable", "Accountable"
        RESPONSIBLE = "responsible", "Responsible"
        SUPPORTS = "supports", "Supports"
        CONSULTED = "consulted", "Consulted"
        INFORMED = "informed", "Informed"
        RECOMMENDS = "recommends", "Recommends"
        AGREES = "agrees", "Agrees"
        PERFORMS = "performs", "Performs"
        INPUT = "input", "Gives input"
        DECIDES = "decides", "Decides"

    kind_name = "responsibility"
    plural = "responsibilities"
    prominence = 1
    nests_in = ("cycle", "matrix")
    belongs_by = ("holder",)
    expects = ("part",)

    cycle = Reference(Cycle, null=True, blank=True, related_name="entries", back="Responsibilities")
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
        back="Responsibilities",
    )
    part = models.CharField(max_length=20, choices=Part, blank=True)
    matrix = Reference(
        ResponsibilityMatrix,
        null=True,
        blank=True,
        related_name="entries",
        back="Responsibilities",
    )
    function = Reference(
        "directorates.Function",
        null=True,
        blank=True,
        related_name="responsibilities_for",
        back="Who plays which part",
    )
    stages = models.ManyToManyField(
        Stage, through="commissioning.ResponsibilityStage", related_name="covered_by"
    )

    class Meta(Kind.Meta):
        verbose_name = "responsibility"
        verbose_name_plural = "responsibilities"
        constraints = (
            models.CheckConstraint(
                name="responsibility_of_cycle_or_matrix",
                condition=Q(cycle__isnull=False, matrix__isnull=True)
                | Q(cycle__isnull=True, matrix__isnull=False),
                violation_error_message=(
                    "A responsibility is of a cycle or of a responsibility matrix, not of both."
                ),
            ),
            models.CheckConstraint(
                name="responsibility_function_in_matrix",
                condition=Q(matrix__isnull=True, function__isnull=True)
                | Q(matrix__isnull=False, function__isnull=False),
                violation_error_message=(
                    "A responsibility in a matrix is for a function, and only there."
                ),
            ),
            # In a cycle there is no function, and nulls are never the same.
            models.UniqueConstraint(
                fields=("matrix", "function", "holder", "part"),
                name="responsibility_part_once",
                violation_error_message=(
                    "This holder has this part in this function already, in the same matrix."
                ),
            ),
        )


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
