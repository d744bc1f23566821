"""What is remembered about findings: waivers, and how many there were. Outside editions."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from opmodel.editions.models import Edition, History, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.querysets import ShutQuerySet

from .finding import Severity

SEVERITIES = [(severity.value, severity.value.capitalize()) for severity in Severity]


class Waiver(models.Model):
    """A decision to live with a finding for a time, by somebody who says why.

    It names the finding by its fingerprint, so it holds for the same fault in the organisation's
    other editions too, unless it is for one edition. After its last day the finding counts again.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="waivers")
    edition = models.ForeignKey(
        Edition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waivers",
        help_text="Empty: in every edition of the organisation.",
    )
    rule = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=16, validators=[RegexValidator(r"\A[0-9a-f]{16}\Z")])
    words = models.TextField(help_text="The finding as it read when it was waived.")
    reason = models.TextField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="waivers"
    )
    made_on = models.DateField()
    until = models.DateField(help_text="The last day on which it holds.")
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Where somebody ended it before its last day."
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waivers_ended",
    )
    ended_because = models.TextField(blank=True)

    personal = ("reason", "ended_because")
    history = History()
    objects = ShutQuerySet["Waiver"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("organisation_id", "rule", "made_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "edition", "fingerprint", "until"),
                condition=Q(ended_at=None),
                name="waiver_once",
                nulls_distinct=False,
                violation_error_message="The finding is waived until that day already.",
            ),
            models.CheckConstraint(
                name="waiver_ends_after_it_begins",
                condition=Q(until__gte=F("made_on")),
                violation_error_message="A waiver cannot end before it is made.",
            ),
            models.CheckConstraint(
                name="waiver_has_a_reason",
                condition=Q(reason__regex=r"\S"),
                violation_error_message="Say why the finding is to be lived with.",
            ),
            models.CheckConstraint(
                name="waiver_ended_by_somebody_who_says_why",
                condition=Q(ended_at=None, ended_by=None, ended_because="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, ended_because__regex=r"\S"),
                violation_error_message="Say why the finding is no longer to be lived with.",
            ),
            models.CheckConstraint(
                name="waiver_fingerprint_form", condition=Q(fingerprint__regex=r"^[0-9a-f]{16}$")
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule}: waived until {self.until:%Y-%m-%d}"

    def is_ended(self, moment: Moment) -> bool:
        """Whether somebody had ended it before its day, as known then."""
        return self.ended_at is not None and self.ended_at <= moment.known_at


class FindingCount(models.Model):
    """How many findings of a rule an edition had on its first day; kept so that they can be drawn
    over editions, and can only be brought down."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="finding_counts")
    rule = models.CharField(max_length=60)
    severity = models.CharField(max_length=10, choices=SEVERITIES)
    found = models.PositiveIntegerField()
    counted_on = models.DateField(help_text="The day that the edition was judged on.")

    class Meta:
        ordering = ("edition_id", "rule")
        constraints = (
            models.UniqueConstraint(fields=("edition", "rule"), name="finding_count_once"),
            models.CheckConstraint(
                name="finding_count_severity",
                condition=Q(severity__in=[severity.value for severity in Severity]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule}: {self.found}"
