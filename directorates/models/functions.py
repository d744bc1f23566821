"""What the organisation does, and the services it runs."""

from django.db import models

from opmodel.editions.models import Kind, Reference


class Function(Kind):
    """Something the organisation does, as a unit of responsibility.

    The flags are null where the source does not say: null is *not recorded*, not *no*.
    """

    class Form(models.TextChoices):
        FUNCTION = "function", "Function"
        THEME = "theme", "Theme that work is grouped under"

    kind_name = "function"
    plural = "functions"
    prominence = 3
    nests_in = ("parent", "team", "directorate")
    inherits = ("directorate", "team")

    directorate = Reference(
        "directorates.Directorate", null=True, blank=True, related_name="functions"
    )
    team = Reference("directorates.Team", null=True, blank=True, related_name="functions")
    parent = Reference(
        "self",
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="part of",
        back="Made up of",
    )
    form = models.CharField(max_length=20, choices=Form, default=Form.FUNCTION)
    statutory = models.BooleanField(
        null=True, blank=True, help_text="A duty or power laid on the organisation by law."
    )
    non_delegable = models.BooleanField(null=True, blank=True, verbose_name="may not be delegated")
    hosted = models.BooleanField(
        null=True, blank=True, help_text="Run here on behalf of other bodies."
    )
    delegated_in = models.BooleanField(
        null=True,
        blank=True,
        verbose_name="delegated to the organisation",
        help_text="Another body's function, exercised here under delegation.",
    )

    class Meta(Kind.Meta):
        verbose_name = "function"


class Service(Kind):
    """A service that the organisation arranges and manages itself."""

    kind_name = "service"
    plural = "services"
    nests_in = ("function",)
    listed_flat = True

    function = Reference(Function, null=True, blank=True, related_name="services")

    class Meta(Kind.Meta):
        verbose_name = "service"
