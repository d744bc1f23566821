"""Editions: the whole operating model of one organisation at one moment."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Substr

from opmodel.editions.ids import edition_id
from opmodel.editions.querysets import EditionQuerySet

from .history import History
from .organisation import Organisation, slug_validator
from .vocabulary import FROZEN_STATES, PUBLISHED_STATES, EditionState, Precision

RESERVED_SLUGS = ("appointments", "changes", "people")
"""Parts of addresses below an organisation that are its own; no edition may take one."""


class Edition(models.Model):
    """The whole operating model of an organisation as adopted, proposed or published at one moment.

    An adopted edition has an adoption record: the body that adopted it, the meeting and minute
    (blank where the source does not record them), the day from which it has effect, and the moment
    it was recorded. From then on it is frozen: the database refuses to change any row of it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="editions"
    )
    slug = models.CharField(max_length=80, unique=True, validators=[slug_validator])
    title = models.CharField(max_length=200)
    label = models.CharField(
        max_length=80, help_text="How people refer to it, such as “September 2024”."
    )
    summary = models.TextField(blank=True)
    leaves_out = models.TextField(
        blank=True,
        verbose_name="leaves out",
        help_text="What the edition itself says it does not show. Not empty: what it does not "
        "mention has not been removed by it.",
    )
    state = models.CharField(max_length=20, choices=EditionState, default=EditionState.DRAFT)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="descendants"
    )
    published_on = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)

    effective_from = models.DateField(null=True, blank=True)
    effective_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    recorded_at = models.DateTimeField(
        null=True, blank=True, help_text="When its adoption became known to the registry's readers."
    )
    adopted_by = models.CharField(max_length=200, blank=True)
    meeting_on = models.DateField(null=True, blank=True)
    minute = models.CharField(max_length=80, blank=True)
    adoption_note = models.TextField(blank=True)

    # What `with_status` annotates: what it is on the day asked of, and whether it was the last.
    status: str
    is_latest: bool

    digest = models.CharField(max_length=64, blank=True, editable=False)

    history = History()
    objects = EditionQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("organisation_id", "-effective_from", "-recorded_at", "slug")
        constraints = (
            models.UniqueConstraint(
                # No two editions may share the half of the id that marks their rows.
                Substr(Func(F("id"), function="uuid_send"), Value(1), Value(8)),
                name="edition_head_unique",
            ),
            models.CheckConstraint(
                name="edition_slug_form", condition=Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*$")
            ),
            models.CheckConstraint(
                name="edition_slug_not_reserved",
                condition=~Q(slug__in=RESERVED_SLUGS),
                violation_error_message="This address is the registry's own. Choose another.",
            ),
            models.CheckConstraint(
                name="edition_adopted_has_effect_and_record",
                condition=~Q(state=EditionState.ADOPTED)
                | Q(effective_from__isnull=False, recorded_at__isnull=False),
                violation_error_message=(
                    "An adopted edition needs the day it has effect from "
                    "and the moment its adoption was recorded."
                ),
            ),
            models.CheckConstraint(
                name="edition_published_has_digest",
                condition=~Q(state__in=PUBLISHED_STATES) | Q(digest__regex=r"^[0-9a-f]{64}$"),
            ),
        )
        indexes = (models.Index(fields=("organisation", "state", "effective_from", "recorded_at")),)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.id and self.slug:
            self.id = edition_id(self.slug)

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        """Whether its rows can no longer change."""
        return self.state in FROZEN_STATES

    @property
    def is_published(self) -> bool:
        """Whether anyone may read it."""
        return self.state in PUBLISHED_STATES
