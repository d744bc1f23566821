"""What an organisation says of itself and its situation: principles and figures."""

from django.db import models

from opmodel.editions.models import Kind, Reference


class Principle(Kind):
    """A purpose, role, aim, value or principle that an organisation declares.

    `series` is the heading of the list in which the source has it.
    """

    class Form(models.TextChoices):
        PURPOSE = "purpose", "Purpose"
        ROLE = "role", "Role"
        AIM = "aim", "Aim"
        VALUE = "value", "Value"
        ENGAGEMENT = "engagement-principle", "Engagement principle"
        COMMISSIONING = "commissioning-principle", "Strategic commissioning principle"
        DESIGN = "design-principle", "Design principle"
        GUIDING = "guiding-principle", "Guiding principle"
        FINANCE = "finance-principle", "Principle of finance"
        LEADERSHIP = "leadership-principle", "Principle of clinical and professional leadership"
        CHARACTERISTIC = "characteristic", "Characteristic of the vision"
        CONSIDERATION = "consideration", "Consideration"
        PROPOSAL = "proposal", "Proposal"
        EXPECTATION = "expectation", "Expectation of others"
        REQUIREMENT = "requirement", "Requirement"
        ASPIRATION = "aspiration", "Aspiration"
        GOAL = "goal", "Goal"

    kind_name = "principle"
    plural = "principles"
    nests_in = ("parent",)

    form = models.CharField(max_length=30, choices=Form, default=Form.DESIGN)
    series = models.CharField(max_length=200, blank=True, verbose_name="from the list")
    parent = Reference(
        "self",
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="part of",
        back="Made up of",
    )

    class Meta(Kind.Meta):
        verbose_name = "principle"


class Figure(Kind):
    """A figure or fact of context, as worded by the source and, where it is one, as a number.

    `amount` is in `unit`: people, pounds, per cent, years, practices. Two statements of one source
    that disagree are two figures, each with its citation.
    """

    class Form(models.TextChoices):
        FIGURE = "figure", "Figure"
        CONTEXT = "context", "Fact of context"
        DUTY = "duty", "Duty in law"
        DEFINITION = "definition", "Definition"
        ACHIEVEMENT = "achievement", "Achievement"
        DRIVER = "driver", "Reason for change"

    kind_name = "figure"
    plural = "figures"

    form = models.CharField(max_length=20, choices=Form, default=Form.FIGURE)

    wording = models.CharField(
        max_length=200, blank=True, help_text="The figure as the source words it."
    )
    amount = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)

    class Meta(Kind.Meta):
        verbose_name = "figure"
