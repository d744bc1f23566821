"""Who holds which post, from when to when. Not part of an edition: it changes without one."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from opmodel.editions.models import Organisation
from opmodel.editions.models.element import key_validator


class Appointment(models.Model):
    """A person in a post of an organisation, or its vacancy, between two days.

    The post is named by its key, which stays the same from edition to edition. A post has one
    substantive holder or one vacancy at a time; a job share is several rows of form *shared*, and
    somebody may act while the substantive holder is away.
    """

    reference_file = "appointments"
    reference_key = ("organisation", "post", "form", "name", "begins_on")

    class Form(models.TextChoices):
        SUBSTANTIVE = "substantive", "Substantive"
        ACTING = "acting", "Acting"
        INTERIM = "interim", "Interim"
        SHARED = "shared", "Job share"
        VACANT = "vacant", "Vacant"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="appointments"
    )
    post = models.CharField(max_length=120, validators=[key_validator])
    form = models.CharField(max_length=20, choices=Form, default=Form.SUBSTANTIVE)
    name = models.CharField(max_length=120, blank=True, help_text="Empty where it is vacant.")
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="The last day.")
    recorded_at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ("organisation_id", "post", "begins_on", "name")
        constraints = (
            models.CheckConstraint(
                name="appointment_vacant_has_no_name",
                condition=Q(form="vacant", name="") | (~Q(form="vacant") & ~Q(name="")),
                violation_error_message="A vacancy has no name; every other appointment has one.",
            ),
            models.CheckConstraint(
                name="appointment_dates_in_order",
                condition=Q(ends_on__isnull=True)
                | Q(begins_on__isnull=True)
                | Q(ends_on__gte=F("begins_on")),
                violation_error_message="An appointment cannot end before it begins.",
            ),
            ExclusionConstraint(
                name="appointment_one_at_a_time",
                expressions=(
                    ("organisation", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    (
                        Func(
                            F("begins_on"),
                            F("ends_on"),
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ),
                condition=Q(form__in=("substantive", "interim", "vacant")),
                violation_error_message="The post is held, or recorded as vacant, on those days.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post}: {self.name or 'vacant'}"
