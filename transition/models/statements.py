"""What an organisation says of itself and its situation: principles and figures."""

from django.db import models

from opmodel.editions.models import Kind


class Principle(Kind):
    """A purpose, role, aim, value or principle that an organisation declares."""

    class Form(models.TextChoices):
        PURPOSE = "purpose", "Purpose"
        ROLE = "role", "Role"
        AIM = "aim", "Aim"
        VALUE = "value", "Value"
        ENGAGEMENT = "engagement-principle", "Engagement principle"
        COMMISSIONING = "commissioning-principle", "Strategic commissioning principle"
        DESIGN = "design-principle", "Design principle"

    kind_name = "principle"
    plural = "principles"

    form = models.CharField(max_length=30, choices=Form, default=Form.DESIGN)

    class Meta(Kind.Meta):
        verbose_name = "principle"


class Figure(Kind):
    """A figure or fact of context, as worded by the source and, where it is one, as a number.

    `amount` is in `unit`: people, pounds, per cent, years, practices. Two statements of one source
    that disagree are two figures, each with its citation.
    """

    kind_name = "figure"
    plural = "figures"

    wording = models.CharField(
        max_length=200, blank=True, help_text="The figure as the source words it."
    )
    amount = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)

    class Meta(Kind.Meta):
        verbose_name = "figure"
