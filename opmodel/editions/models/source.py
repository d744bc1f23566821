"""Where facts come from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from opmodel.editions.ids import edition_id, row_id
from opmodel.editions.querysets import CitationQuerySet, EditionRowQuerySet

from .edition import Edition
from .element import Element, Kind, SameEdition, key_validator
from .fields import Reference
from .history import History
from .vocabulary import Precision


class Source(models.Model):
    """A document or a register that facts are taken from.

    A source of an edition is part of it and frozen with it. A source without an edition backs
    facts that stand outside editions: codes, dates and successions of organisations.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, null=True, blank=True, related_name="sources"
    )
    key = models.CharField(max_length=80, validators=[key_validator])
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    address = models.URLField(blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    history = History()
    objects = EditionRowQuerySet.as_manager()

    class Meta:
        ordering = ("position", "key")
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(fields=("edition", "key"), name="source_key_unique_in_edition"),
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(edition__isnull=True),
                name="source_key_unique_outside_editions",
            ),
            models.CheckConstraint(
                name="source_id_of_its_edition",
                condition=Q(edition__isnull=True) | Q(SameEdition(F("id"), F("edition_id"))),
            ),
        )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.id and self.key:
            self.id = source_id(self.edition_id, self.key)

    def __str__(self) -> str:
        return self.title


class Citation(models.Model):
    """The place in a source that states an element: document, heading and page.

    A page is text, because documents number their pages as they like ("iv", "12-13"); empty where
    the source gives none.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    element = Reference(Element, on_delete=models.CASCADE, related_name="citations")
    source = Reference(Source, related_name="citations")
    heading = models.CharField(max_length=300, blank=True)
    page = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    history = History()
    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        base_manager_name = "objects"

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.heading, self.page and f"page {self.page}")))


class SourceNote(Kind):
    """Something that a source's text lost or garbles, so that readers know what is missing."""

    kind_name = "source-note"
    plural = "source-notes"
    prominence = 0

    source = Reference(Source, null=True, blank=True, related_name="notes")

    class Meta(Kind.Meta):
        verbose_name = "source note"


def source_id(edition: UUID | None, key: str) -> UUID:
    """The id of a source: of its edition, or of the registry where it stands outside editions."""
    return row_id(edition or edition_id("outside editions"), f"source:{key}")
