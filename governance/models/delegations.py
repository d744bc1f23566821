"""Who holds which power or duty, from whom, at which level."""

from django.db import models

from opmodel.editions.models import Kind, Reference

HOLDERS = (
    "body",
    "directorate",
    "team",
    "post",
    "committee",
    "seat",
    "partnership",
    "collaborative",
)
"""The kinds of element that may hold a right or a duty."""


class Delegation(Kind):
    """A statement of who holds a power or duty and how they came by it.

    An *intention* to delegate is kept as what it is: it gives nobody a power. The giver is null
    where the holder has it in its own right, or where the source does not name who gave it.
    """

    class Type(models.TextChoices):
        OWN = "own", "Held in its own right"
        RESERVED = "reserved", "Reserved"
        DELEGATED = "delegated", "Delegated"
        DELEGATED_IN = "delegated-in", "Delegated to the organisation"
        JOINT = "joint", "Exercised jointly"
        ADVISORY = "advisory", "May recommend, not decide"
        INTENDED = "intended", "Intended, not yet delegated"
        NONE = "none", "Not delegated"

    kind_name = "delegation"
    plural = "delegations"

    type = models.CharField(max_length=20, choices=Type, default=Type.DELEGATED)
    holder = Reference(
        "editions.Element",
        kinds=HOLDERS,
        null=True,
        blank=True,
        related_name="delegations_held",
        back="Powers and duties held",
    )
    held_by = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who holds it, where the source speaks of a type and not of one holder.",
    )
    giver = Reference(
        "editions.Element",
        kinds=HOLDERS,
        null=True,
        blank=True,
        related_name="delegations_given",
        back="Powers given to others",
        verbose_name="given by",
    )
    level = models.ForeignKey(
        "places.Level", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = Reference(
        "places.Place", null=True, blank=True, related_name="delegations", back="Powers and duties"
    )
    function = Reference("directorates.Function", null=True, blank=True, related_name="delegations")
    effective_from = models.DateField(null=True, blank=True)
    effective_until = models.DateField(null=True, blank=True)
    limit = models.CharField(
        max_length=200, blank=True, help_text="The amount or scope, as the source words it."
    )

    expects = ("holder", "giver", "effective_from", "limit")

    def misses(self, field: str) -> bool:
        if field == "holder":
            return not self.held_by and self.type != self.Type.NONE
        if self.type in (self.Type.OWN, self.Type.NONE):
            return False
        return super().misses(field)

    class Meta(Kind.Meta):
        verbose_name = "delegation"
        constraints = (
            models.CheckConstraint(
                name="delegation_dates_in_order",
                condition=models.Q(effective_until__isnull=True)
                | models.Q(effective_from__isnull=True)
                | models.Q(effective_until__gte=models.F("effective_from")),
                violation_error_message="A delegation cannot end before it has effect.",
            ),
        )
