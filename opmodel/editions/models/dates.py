"""Dates as sources give them: "1 July 2022", "Q4 21/22", "early July", "in due course"."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .element import Kind


class Dated(Kind):
    """A kind of element with a date that its source may give loosely.

    `dated` is the date as the source words it. `begins_on` and `ends_on` are the first and the last
    day that it can mean: the same day for a day, three months apart for a quarter, one of them null
    for "from" and "by", both for "in due course" and where no date is given. How precise a date is
    follows from how far apart they are. Where the days are our interpretation of the wording,
    `reading` says so.
    """

    dated = models.CharField(
        max_length=120,
        blank=True,
        verbose_name="when",
        help_text="The date as the source words it.",
    )
    begins_on = models.DateField(
        null=True, blank=True, verbose_name="from", help_text="The first day that this can mean."
    )
    ends_on = models.DateField(
        null=True, blank=True, verbose_name="until", help_text="The last day that this can mean."
    )

    class Meta(Kind.Meta):
        abstract = True
        constraints = (
            models.CheckConstraint(
                name="%(class)s_dates_in_order",
                condition=Q(ends_on__isnull=True)
                | Q(begins_on__isnull=True)
                | Q(ends_on__gte=F("begins_on")),
                violation_error_message="The last day cannot lie before the first.",
            ),
        )
