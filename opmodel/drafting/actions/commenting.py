"""What is said about a row of a draft: said, answered, resolved, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from opmodel.access.models import User
from opmodel.drafting.commenters import commenter, may_comment
from opmodel.drafting.mentions import mentioned_in
from opmodel.drafting.models import Comment, Mention
from opmodel.drafting.models.comment import LONGEST
from opmodel.drafting.rights import NotAllowed
from opmodel.editions.actions.changing import ChangeRefused, FieldFault
from opmodel.editions.models import Edition, Element

NOT_YOURS = "You may see this row but not comment on it."
CLOSED = "The draft is no longer open, so nothing more is said about it."


@dataclass(frozen=True)
class Said:
    """A comment that was written, and the names in it by which nobody could be told."""

    comment: Comment
    nobody: tuple[str, ...]


@transaction.atomic
def comment(
    *,
    by: User,
    element: Element,
    text: str,
    reply_to: Comment | None = None,
    request: UUID | None = None,
) -> Said:
    """Says something about a row, and tells whoever is mentioned. An answer joins its thread, and
    opens it again. Raises NotAllowed and ChangeRefused."""
    _open(element.edition)
    if not may_comment(by, element):
        raise NotAllowed(NOT_YOURS)
    said = text.strip()
    if not said:
        raise ChangeRefused([FieldFault("text", "Write something.")])
    if len(said) > LONGEST:
        raise ChangeRefused([FieldFault("text", f"Say it in at most {LONGEST:,} characters.")])
    if "\x00" in said:
        raise ChangeRefused([FieldFault("text", "It holds a null character. Remove it.")])
    first = None
    if reply_to is not None:
        first = _thread(reply_to)
        if first.row != element.pk:
            raise ChangeRefused([FieldFault("text", "That was said about something else.")])
    mentioned = mentioned_in(said, element, by=by)
    made = Comment(
        edition=element.edition,
        kind=element.kind,
        key=element.key,
        name=element.name,
        text=said,
        by=by,
        reply_to=first,
    )
    _note(made, by, request)
    made.save()
    for person in mentioned.people:
        Mention.objects.create(comment=made, user=person)
    if first is not None and not first.is_open:
        _settle(first, None, by, request)
    return Said(made, mentioned.nobody)


@transaction.atomic
def resolve(*, by: User, thread: Comment, request: UUID | None = None) -> Comment:
    """Says that nothing more is to be done about a thread. Raises NotAllowed, ChangeRefused."""
    return _settled(by, thread, request, resolved=True)


@transaction.atomic
def reopen(*, by: User, thread: Comment, request: UUID | None = None) -> Comment:
    """Takes that back. Raises NotAllowed, ChangeRefused."""
    return _settled(by, thread, request, resolved=False)


def mark_read(*, by: User, comments: list[Comment]) -> None:
    """Notes that somebody looked at the comments that mention them."""
    unread = Mention.objects.filter(user=by, comment__in=comments, read_at=None)
    unread.update(read_at=timezone.now())


def _settled(by: User, thread: Comment, request: UUID | None, *, resolved: bool) -> Comment:
    first = _thread(thread)
    _open(first.edition)
    if not Comment.objects.told_to(commenter(by)).filter(pk=first.pk).exists():
        raise NotAllowed(NOT_YOURS)
    if first.is_open == resolved:
        _settle(first, by if resolved else None, by, request)
    return first


def _thread(one: Comment) -> Comment:
    """The comment that begins the thread, held until the end of the transaction."""
    held: Comment = (
        Comment.objects.select_for_update(of=("self",))
        .select_related("edition")
        .get(pk=one.reply_to_id or one.pk)
    )
    return held


def _settle(first: Comment, resolved_by: User | None, by: User, request: UUID | None) -> None:
    first.resolved_by = resolved_by
    first.resolved_at = timezone.now() if resolved_by else None
    _note(first, by, request)
    first.save()


def _open(edition: Edition) -> None:
    """Locks the edition against an adoption under way; refuses one that is frozen."""
    held = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if held.is_frozen:
        raise ChangeRefused([FieldFault("", CLOSED)])


def _note(row: Any, by: User, request: UUID | None) -> None:
    row._history_user = by
    if request is not None:
        row._history_request = request
