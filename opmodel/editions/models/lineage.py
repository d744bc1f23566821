"""What became of an element in other editions: under another key, in another body."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from .element import Element
from .vocabulary import LineageKind


class Lineage(models.Model):
    """An element of one edition came from an element of an earlier one.

    Between editions of one organisation the same key says as much, and needs no lineage. It is told
    apart from what editions state: it is the registry's own reading, unless `source` says so, and
    it can be corrected when it proves wrong. Many to many, over several rows. *different* says the
    opposite: both have one name and are not the same thing.
    """

    earlier = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="later_elements")
    later = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="earlier_elements")
    kind = models.CharField(max_length=20, choices=LineageKind)
    note = models.TextField(blank=True)
    source = models.ForeignKey("editions.Source", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("earlier_id", "later_id")
        constraints = (
            models.UniqueConstraint(fields=("earlier", "later"), name="lineage_recorded_once"),
            models.CheckConstraint(
                name="lineage_between_two",
                condition=~Q(earlier=F("later")),
                violation_error_message="An element cannot come from itself.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.later_id}"
