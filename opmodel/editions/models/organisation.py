"""Organisations and what became of them. They stand outside editions: facts of the world."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from .vocabulary import OrganisationKind, SuccessionKind

slug_validator = RegexValidator(
    r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
    "Use lower-case letters and digits, with single hyphens between words.",
)


RESERVED_SLUGS = (
    "about",
    "accessibility",
    "account",
    "api",
    "decide",
    "healthz",
    "readyz",
    "roles",
    "scenarios",
    "search",
    "sign-in",
    "sign-out",
    "sources",
    "static",
    "work",
)
"""First parts of addresses that are the registry's own; no organisation may take one."""


class Organisation(models.Model):
    """A body that has existed under one legal identity, with the dates between which it did.

    The legal dates are those of the body in law; the operational dates, where they differ, those
    between which it worked (the Organisation Data Service keeps the two apart as well).
    """

    slug = models.CharField(
        max_length=60,
        primary_key=True,
        validators=[slug_validator],
        help_text="The name in addresses. It never changes.",
    )
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=40, choices=OrganisationKind)
    summary = models.TextField(blank=True)
    legal_from = models.DateField(null=True, blank=True)
    legal_until = models.DateField(
        null=True, blank=True, help_text="The last day on which it existed."
    )
    operational_from = models.DateField(null=True, blank=True)
    operational_until = models.DateField(null=True, blank=True)
    system = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        help_text="The integrated care system that it is part of.",
    )
    sample = models.BooleanField(default=False, help_text="Invented for demonstration.")
    source = models.ForeignKey(
        "editions.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations_described",
        help_text="Where its dates come from.",
    )

    class Meta:
        ordering = ("name",)
        permissions = (
            ("view_drafts", "Can see the organisation's drafts"),
            ("write_scenarios", "Can write scenarios of the organisation"),
            ("change_drafts", "Can change the organisation's drafts"),
            ("waive_findings", "Can waive what checks find about the organisation"),
            ("propose_changes", "Can propose changes to the organisation's drafts"),
            ("comment_on_drafts", "Can comment on rows of the organisation's drafts"),
            ("change_appointments", "Can change who holds the organisation's posts"),
            ("view_audit", "Can see who changed what in the organisation"),
            ("manage_grants", "Can grant and end roles in the organisation"),
        )
        constraints = (
            models.CheckConstraint(
                name="organisation_slug_form", condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
            ),
            models.CheckConstraint(
                name="organisation_slug_not_reserved",
                condition=~Q(slug__in=RESERVED_SLUGS),
                violation_error_message="This address is the registry's own. Choose another.",
            ),
            models.CheckConstraint(
                name="organisation_legal_dates_in_order",
                condition=Q(legal_until__isnull=True)
                | Q(legal_from__isnull=True)
                | Q(legal_until__gte=F("legal_from")),
                violation_error_message="An organisation cannot end before it began.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    def existed_on(self, day: date) -> bool:
        """Whether the body existed in law on that day, as far as its dates are recorded."""
        return (self.legal_from is None or self.legal_from <= day) and (
            self.legal_until is None or day <= self.legal_until
        )


class Identifier(models.Model):
    """A code under which a register knows an organisation, with the period it was valid for."""

    class Scheme(models.TextChoices):
        ODS = "ods", "ODS code"
        ONS = "ons", "ONS code"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=20)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    source = models.ForeignKey("editions.Source", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("scheme", "valid_from", "value")
        constraints = (
            models.UniqueConstraint(
                fields=("scheme", "value", "organisation"),
                name="identifier_once_per_organisation",
            ),
            models.CheckConstraint(
                # ODS codes of 2026 have five characters; older ones three (local authorities too).
                name="identifier_ods_form",
                condition=~Q(scheme="ods") | Q(value__regex=r"^[A-Z0-9]{3,6}$"),
                violation_error_message="An ODS code has 3 to 6 capital letters and digits.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


class Succession(models.Model):
    """One organisation's functions passing to another. Many to many, over several rows."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="became")
    successor = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="came_from")
    kind = models.CharField(max_length=20, choices=SuccessionKind)
    effective_on = models.DateField(help_text="The first day under the successor.")
    note = models.TextField(blank=True)
    source = models.ForeignKey("editions.Source", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("effective_on", "predecessor_id", "successor_id")
        constraints = (
            models.UniqueConstraint(
                fields=("predecessor", "successor", "kind", "effective_on"),
                name="succession_recorded_once",
            ),
            models.CheckConstraint(
                name="succession_between_two",
                condition=~Q(predecessor=F("successor")),
                violation_error_message="An organisation cannot succeed itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.effective_on:%Y-%m-%d})"
