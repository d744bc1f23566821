"""What people say about rows of a draft, to each other."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from opmodel.editions.belonging import OPEN_STATES, ids_belonging_to
from opmodel.editions.ids import row_id
from opmodel.editions.models import Edition, History
from opmodel.editions.models.element import KEY_FORM
from opmodel.editions.querysets import ShutQuerySet
from opmodel.editions.viewer import Viewer

LONGEST = 4000
"""Characters of a comment."""


class CommentQuerySet(ShutQuerySet["Comment"]):
    """Comments, through the gate."""

    def told_to(self, viewer: Viewer) -> Self:
        """Those in open drafts about rows within the reach of a viewer, who is one as regards
        comments: see `opmodel.drafting.selectors.comments.commenter`."""
        found = self.filter(edition__state__in=OPEN_STATES)
        if viewer.everything:
            return found
        seen = Q(edition__organisation__in=viewer.drafts_of)
        units = [unit for unit in viewer.units if unit[0] not in viewer.drafts_of]
        if units:
            seen |= Q(row__in=ids_belonging_to(units))
        return found.filter(seen)

    def threads(self) -> Self:
        """Those that begin a thread."""
        return self.filter(reply_to=None)


class Comment(models.Model):
    """Something that somebody said about a row of a draft, or in reply to that.

    A thread is resolved as a whole, at its first comment, and may be opened again. What was said
    stays as it was said.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    row = models.UUIDField(editable=False, help_text="The id of the row, which may have ended.")
    name = models.CharField(max_length=300, help_text="What the row was called.")
    text = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments"
    )
    at = models.DateTimeField(auto_now_add=True)
    reply_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies"
    )
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comments_resolved",
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    mentions: Any = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Mention", related_name="mentioned_in"
    )

    personal = ("text",)
    history = History()
    objects = CommentQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("at", "id")
        indexes = (
            models.Index(fields=("edition", "row"), name="comment_of_row"),
            models.Index(
                fields=("edition", "at"),
                condition=Q(reply_to=None, resolved_at=None),
                name="comment_open",
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="comment_says_something",
                condition=Q(text__regex=r"\S"),
                violation_error_message="Write something.",
            ),
            models.CheckConstraint(
                name="comment_key_form", condition=Q(key__regex=f"^{KEY_FORM}$")
            ),
            models.CheckConstraint(
                name="comment_resolved_by_somebody",
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False, reply_to=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.row = row_id(self.edition_id, self.key)
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        """Whether nobody has resolved it."""
        return self.resolved_at is None


class Mention(models.Model):
    """Somebody who is named in a comment, and whether they have looked since."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentioned")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mentions"
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("comment", "user"), name="mention_once"),)
        indexes = (
            models.Index(fields=("user",), condition=Q(read_at=None), name="mention_unread"),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.comment_id}"
