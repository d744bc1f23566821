"""What the registry keeps of workbooks: what people told it about how to read them; and for a day
a file that somebody sent, until it is taken into a draft or thrown away."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from opmodel.access.models import User
from opmodel.editions.models import Edition, Organisation

KEPT: Final = timedelta(days=1)
"""So long a file that was sent can be looked at."""


class RememberedChoice(models.Model):
    """What a person chose once for the workbooks of an organisation.

    `name` is what was asked, such as the heading of a column; `value` what was answered: an
    element's key, which stays the same from edition to edition, or a word.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="workbook_choices"
    )
    name = models.CharField(max_length=300)
    value = models.CharField(max_length=140)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("organisation_id", "name")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="remembered_choice_once"),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Files that people sent, each for whoever sent it."""

    def visible_to(self, user: User) -> Self:
        """Those that somebody sent, as long as they are kept. Nobody sees another's."""
        return self.filter(sent_by=user, sent_at__gt=timezone.now() - KEPT)

    def over(self) -> Self:
        """Those that were kept long enough."""
        return self.filter(sent_at__lte=timezone.now() - KEPT)


class Upload(models.Model):
    """A workbook that somebody sent to be looked at against an edition, and perhaps taken into it.

    `choices` are what was chosen for it so far; an empty answer asks anew. Once it is taken in,
    `taken` lists what was written, each element by what happened to it, kind, key and name, and the
    file itself is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=300)
    data = models.BinaryField()
    choices = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken = models.JSONField(default=list)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at",)
        indexes = (models.Index(fields=("sent_by", "-sent_at"), name="upload_of_somebody"),)

    def __str__(self) -> str:
        return self.name
