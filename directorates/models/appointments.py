"""Who holds which post, from when to when. Not part of an edition: it changes without one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Lower
from django.utils import timezone

from opmodel.editions.models import History, Organisation
from opmodel.editions.models.element import KEY_FORM, key_validator
from opmodel.editions.querysets import ShutQuerySet

_OF_POST = (("organisation", RangeOperators.EQUAL), ("post", RangeOperators.EQUAL))
_DAYS = (
    Func(
        F("begins_on"),
        F("ends_on"),
        RangeBoundary(inclusive_lower=True, inclusive_upper=True),
        function="daterange",
        output_field=DateRangeField(),
    ),
    RangeOperators.OVERLAPS,
)
_SHARED = (
    Case(When(form="shared", then=Value(1)), default=Value(0), output_field=models.IntegerField()),
    RangeOperators.NOT_EQUAL,
)


class Appointment(models.Model):
    """A person in a post of an organisation, or its vacancy, between two days.

    The post is named by its key, which stays the same from edition to edition. A post has one
    substantive or interim holder, one vacancy or one job share at a time; a job share is several
    rows of form *shared*. One person may act beside any of these, while the holder is away. Nobody
    is in the same post twice on one day.
    """

    reference_file = "appointments"
    reference_key = ("organisation", "post", "form", "name", "begins_on")
    reference_leaves_out = ("version",)

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
    version = models.PositiveIntegerField(default=1, editable=False)

    personal = ("name", "note")
    history = History()
    objects = ShutQuerySet["Appointment"].as_manager()

    class Meta:
        base_manager_name = "objects"
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
            models.CheckConstraint(
                name="appointment_form_known",
                condition=Q(form__in=("substantive", "acting", "interim", "shared", "vacant")),
            ),
            models.CheckConstraint(
                name="appointment_post_is_a_key", condition=Q(post__regex=f"^{KEY_FORM}$")
            ),
            models.CheckConstraint(
                name="appointment_name_in_single_blanks",
                # Or a blank more would make another person of the same one.
                condition=Q(name="") | Q(name__regex=r"^[^[:space:]]+( [^[:space:]]+)*$"),
                violation_error_message="Write the name with single blanks between its parts.",
            ),
            ExclusionConstraint(
                name="appointment_one_at_a_time",
                expressions=(*_OF_POST, _DAYS),
                condition=Q(form__in=("substantive", "interim", "vacant")),
                violation_error_message="The post is held, or recorded as vacant, on those days.",
            ),
            ExclusionConstraint(
                name="appointment_one_acts_at_a_time",
                expressions=(*_OF_POST, _DAYS),
                condition=Q(form="acting"),
                violation_error_message="Somebody else acts in the post on those days.",
            ),
            ExclusionConstraint(
                name="appointment_shared_or_held",
                expressions=(*_OF_POST, _SHARED, _DAYS),
                condition=Q(form__in=("substantive", "interim", "vacant", "shared")),
                violation_error_message="The post is shared on some of those days, and held or "
                "recorded as vacant on others.",
            ),
            ExclusionConstraint(
                name="appointment_nobody_twice",
                expressions=(*_OF_POST, (Lower("name"), RangeOperators.EQUAL), _DAYS),
                condition=~Q(name=""),
                violation_error_message="That person is in the post already on those days.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post}: {self.name or 'vacant'}"

    @classmethod
    def reference_left_alone(cls, key: Mapping[str, Any]) -> bool:
        """Whether a row of the reference data was changed or taken out here since it was loaded:
        what somebody recorded is not undone by loading again."""
        records = cls.history.filter(**key).order_by().values("id")
        touched = cls.history.filter(id__in=records).filter(Q(version__gt=1) | Q(history_type="-"))
        return bool(touched.exists())

    def runs_on(self, on: date) -> bool:
        """Whether it runs on a day; its last day counts."""
        return (self.begins_on or date.min) <= on <= (self.ends_on or date.max)

    def overlaps(self, other: Appointment) -> bool:
        """Whether the two have a day in common."""
        return (self.begins_on or date.min) <= (other.ends_on or date.max) and (
            other.begins_on or date.min
        ) <= (self.ends_on or date.max)
