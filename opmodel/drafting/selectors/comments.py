"""What is said about rows of drafts, as far as somebody may be told."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F
from django.http import Http404

from opmodel.access.models import User
from opmodel.drafting.commenters import commenter
from opmodel.drafting.models import Comment, Mention
from opmodel.drafting.models.comment import CommentQuerySet
from opmodel.editions.ids import row_id
from opmodel.editions.models import Edition


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered."""

    first: Comment
    replies: tuple[Comment, ...]

    @property
    def comments(self) -> tuple[Comment, ...]:
        return (self.first, *self.replies)


def comments_told_to(user: User) -> CommentQuerySet:
    """Every comment in open drafts that somebody may be told of, with who said it."""
    return Comment.objects.told_to(commenter(user)).select_related(
        "by", "resolved_by", "edition__organisation"
    )


def threads_about(*, user: User, edition: Edition, key: str) -> list[Thread]:
    """What is said about one row, the earliest first. One query."""
    rows = comments_told_to(user).filter(edition=edition, row=row_id(edition.pk, key))
    return in_threads(list(rows.order_by("at", "id")))


def threads_in(*, user: User, edition: Edition) -> CommentQuerySet:
    """The comments of a draft that begin a thread, the latest first."""
    return comments_told_to(user).filter(edition=edition).threads().order_by("-at", "-id")


def with_replies(firsts: list[Comment]) -> list[Thread]:
    """These comments with what was answered. One query."""
    replies = Comment.objects.filter(reply_to__in=firsts).select_related("by")
    return in_threads([*firsts, *replies.order_by("at", "id")])


def in_threads(comments: list[Comment]) -> list[Thread]:
    """Comments put together with what was answered."""
    answered: dict[int, list[Comment]] = {}
    for each in comments:
        if each.reply_to_id is not None:
            answered.setdefault(each.reply_to_id, []).append(each)
    return [
        Thread(each, tuple(answered.get(each.pk, ())))
        for each in comments
        if each.reply_to_id is None
    ]


def thread_told_to(*, user: User, edition: Edition, number: int) -> Thread:
    """One thread. Raises Http404 where there is none that somebody may be told of."""
    first = threads_in(user=user, edition=edition).filter(pk=number).first()
    if first is None:
        raise Http404("There is no such comment.")
    return with_replies([first])[0]


def mentions_of(user: User, *, at_most: int) -> list[Mention]:
    """Where somebody is mentioned, what they have not looked at first, then the latest."""
    told = Comment.objects.told_to(commenter(user))
    rows = Mention.objects.filter(user=user, comment__in=told).select_related(
        "comment__by", "comment__edition__organisation", "comment__reply_to"
    )
    unread = F("read_at").desc(nulls_first=True)
    return list(rows.order_by(unread, "-comment__at", "-pk")[:at_most])
