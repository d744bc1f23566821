"""Who holds which power or duty, from whom, at which level."""

from django.core.validators import MinValueValidator
from django.db import models

from opmodel.editions.models import Kind, Link, Reference

HOLDERS = (
    "body",
    "directorate",
    "team",
    "post",
    "role-class",
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
        SUB_DELEGATED = "sub-delegated", "Delegated further"
        DELEGATED_IN = "delegated-in", "Delegated to the organisation"
        DELEGATED_OUT = "delegated-out", "Delegated to another body (section 65Z5)"
        SECTION_75 = "section-75", "Under a section 75 agreement"
        URGENT = "urgent", "In urgent cases only"
        RESIDUAL = "residual", "Whatever is not reserved or delegated elsewhere"
        JOINT = "joint", "Exercised jointly"
        ADVISORY = "advisory", "May recommend, not decide"
        INTENDED = "intended", "Intended, not yet delegated"
        NONE = "none", "Not delegated"

    class Part(models.TextChoices):
        APPROVES = "approves", "Approves"
        RECOMMENDS = "recommends", "Recommends"
        CONSULTED = "consulted", "Is consulted"
        SIGNS = "signs", "Signs"
        TOLD = "told", "Is told"

    class Deputy(models.TextChoices):
        SUBSTANTIVE = "substantive-only", "Only the substantive holder"
        NAMED = "named-deputy", "A named deputy"
        EXECUTIVE = "any-executive", "Any member of the executive"

    kind_name = "delegation"
    plural = "delegations"
    belongs_by = ("holder", "place")

    type = models.CharField(max_length=20, choices=Type, default=Type.DELEGATED)
    decision = Reference(
        "governance.Decision",
        null=True,
        blank=True,
        related_name="delegations",
        back="Who holds it",
    )
    part = models.CharField(max_length=20, choices=Part, default=Part.APPROVES)
    parent = Reference(
        "self",
        null=True,
        blank=True,
        related_name="passed_on",
        verbose_name="under",
        back="Delegated further",
    )
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
    places = models.ManyToManyField(
        "places.Place",
        through="governance.DelegationPlace",
        related_name="delegations_for",
        verbose_name="only in",
    )
    services = models.ManyToManyField(
        "directorates.Service",
        through="governance.DelegationService",
        related_name="delegations_for",
        verbose_name="only for",
    )
    conditions = models.TextField(blank=True)
    onward = models.BooleanField(null=True, blank=True, verbose_name="may be delegated further")
    deputy_rule = models.CharField(max_length=20, choices=Deputy, blank=True)
    deputy = Reference(
        "directorates.Post",
        null=True,
        blank=True,
        related_name="deputises_for",
        back="Deputises in",
    )
    clause = Reference(
        "governance.Clause", null=True, blank=True, related_name="delegations", back="Rests here"
    )
    agreement = Reference(
        "governance.Agreement", null=True, blank=True, related_name="delegations", back="Rests here"
    )
    legal_basis = Reference(
        "governance.LegalBasis",
        null=True,
        blank=True,
        related_name="delegations",
        back="Rests here",
    )
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

    def says(self, field: str) -> bool:
        # What a document states outside a scheme is no part in a decision.
        return field != "part" or self.decision_id is not None

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


class DelegationPlace(Link):
    """A place that a delegation is for; a delegation without any is for all."""

    ends = ("delegation", "place")

    delegation = Reference(Delegation, on_delete=models.CASCADE, related_name="+")
    place = Reference("places.Place", related_name="+")

    class Meta(Link.Meta):
        constraints = (
            models.UniqueConstraint(fields=("delegation", "place"), name="delegation_place_once"),
        )


class DelegationService(Link):
    """A service that a delegation is for; a delegation without any is for all."""

    ends = ("delegation", "service")

    delegation = Reference(Delegation, on_delete=models.CASCADE, related_name="+")
    service = Reference("directorates.Service", related_name="+")

    class Meta(Link.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("delegation", "service"), name="delegation_service_once"
            ),
        )


class Limit(Kind):
    """A rule up to how much a delegation reaches, in pounds.

    `above` and `up_to` are the ends of the band; null: open. Usually a band holds its upper end and
    not its lower one; `includes_above` and `includes_up_to` say so. The basis says what is added up
    before it is compared: one transaction, a year, the whole life of a contract, all changes since
    its award, a week, or each head of the population. `signatures` is how many people must sign.
    """

    class Basis(models.TextChoices):
        TRANSACTION = "transaction", "Each transaction"
        YEAR = "yearly", "A year"
        LIFETIME = "lifetime", "Whole life"
        CUMULATIVE = "cumulative", "All changes since award"
        WEEK = "weekly", "A week"
        HEAD = "per-head", "Each head of the population"

    class Tax(models.TextChoices):
        INCLUDED = "included", "With VAT"
        EXCLUDED = "excluded", "Without VAT"

    kind_name = "limit"
    plural = "limits"
    nests_in = ("delegation",)

    delegation = Reference(Delegation, related_name="limits", back="Limits")
    basis = models.CharField(max_length=20, choices=Basis, default=Basis.TRANSACTION)
    above = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    includes_above = models.BooleanField(default=False)
    up_to = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    includes_up_to = models.BooleanField(default=True)
    budgeted = models.BooleanField(
        null=True, blank=True, help_text="Only where budgeted, or only where not. Empty: either."
    )
    recurrent = models.BooleanField(
        null=True, blank=True, help_text="Only where recurrent, or only where not. Empty: either."
    )
    vat = models.CharField(max_length=20, choices=Tax, blank=True, verbose_name="VAT")
    signatures = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta(Kind.Meta):
        verbose_name = "limit"
        constraints = (
            models.CheckConstraint(
                name="limit_band_in_order",
                condition=models.Q(above__isnull=True)
                | models.Q(up_to__isnull=True)
                | models.Q(up_to__gte=models.F("above")),
                violation_error_message="A band cannot end below its beginning.",
            ),
            models.CheckConstraint(
                name="limit_not_negative",
                condition=(models.Q(above__isnull=True) | models.Q(above__gte=0))
                & (models.Q(up_to__isnull=True) | models.Q(up_to__gte=0)),
                violation_error_message="A limit is no negative amount.",
            ),
        )
