"""The journal: every record of every history in one numbered chain for each organisation.

The database writes it by triggers (database.py); the application may only read it.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

REGISTRY = ""
"""The chain of what belongs to no organisation: grants on the whole registry, sources of reference
data."""


class Shape(models.Model):
    """The columns that a history had when records of it were journalled.

    A column added by a later migration is no part of what the earlier records prove.
    """

    written_by_the_database = True

    history_table = models.CharField(max_length=63)
    columns = ArrayField(models.TextField())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("history_table", "columns"), name="shape_once"),
        )

    def __str__(self) -> str:
        return f"{self.history_table}: {len(self.columns)} columns"


class Head(models.Model):
    """Where a chain stands. Whoever adds to it holds this row until all of theirs is committed, so
    numbers have no gaps and stand in the order of commits."""

    written_by_the_database = True

    chain = models.CharField(max_length=60, primary_key=True)
    number = models.BigIntegerField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.chain or 'the registry'}: {self.number}"


class Entry(models.Model):
    """One line of the journal: a record of a history, or the redaction of one.

    `hash` is of everything here and of the entry before; `row_hash` of the history's record, with
    commitments in place of what is personal. `salts` keeps, by column, the salt of each commitment;
    where a column was redacted its commitment stands in `redacted` instead, and `reason` is gone.
    """

    class What(models.TextChoices):
        ADDED = "+", "Added"
        CHANGED = "~", "Changed"
        REMOVED = "-", "Removed"
        REDACTED = "r", "Redacted"

    written_by_the_database = True

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.CharField(max_length=60)
    number = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    what = models.CharField(max_length=1, choices=What)
    history_table = models.CharField(max_length=63)
    history_row = models.BigIntegerField()
    object = models.CharField(max_length=120)
    edition_id = models.UUIDField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    request = models.UUIDField(null=True)
    reason = models.TextField(null=True)  # noqa: DJ001 (as the history has it)
    shape = models.ForeignKey(Shape, on_delete=models.PROTECT, null=True, related_name="+")
    salts = models.JSONField(null=True)
    redacted = models.JSONField(null=True)
    about = models.JSONField(null=True)
    row_hash = models.BinaryField()
    previous = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        ordering = ("chain", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("history_table", "history_row"),
                condition=~Q(what="r"),
                name="entry_once_for_each_record",
            ),
        )
        indexes = (
            models.Index(fields=("chain", "edition_id", "-number"), name="entry_of_an_edition"),
            models.Index(fields=("chain", "by", "-number"), name="entry_of_a_person"),
            models.Index(fields=("object", "history_row"), name="entry_of_an_object"),
        )

    def __str__(self) -> str:
        return f"{self.chain or 'the registry'} {self.number}"
