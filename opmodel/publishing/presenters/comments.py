"""What is said about rows of a draft, as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest
from django.template.backends.utils import csrf_input

from opmodel.drafting.commenters import may_comment
from opmodel.drafting.models import Comment
from opmodel.drafting.models.comment import LONGEST
from opmodel.drafting.rights import called
from opmodel.drafting.selectors.comments import Thread, threads_about
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element
from opmodel.publishing import addresses
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import counted, moment

from .links import capitalised

NOTICE: Final = "comment_notice"
"""Where the session keeps what is to be said after a comment was written, once."""


@dataclass(frozen=True)
class CommentLine:
    """One comment: who said what, when."""

    number: int
    who: str
    when: str
    text: str


@dataclass(frozen=True)
class ThreadLine:
    """A comment with what was answered, and where that is done."""

    first: CommentLine
    replies: tuple[CommentLine, ...]
    is_open: bool
    resolved: str
    address: str
    about: Link
    kind: str
    replied: str


@dataclass(frozen=True)
class Panel:
    """What is said about one row, beside that row. *back*: which page it stands on."""

    open: tuple[ThreadLine, ...]
    resolved: tuple[ThreadLine, ...]
    address: str
    everything: str
    back: str
    notice: str
    csrf: Any
    longest: int = LONGEST


def panel_of(element: Element, request: HttpRequest, *, back: str = "") -> Panel | None:
    """What is said about a row of an open draft; None for who takes no part in it."""
    user: Any = request.user
    if not user.is_authenticated or not may_comment(user, element):
        return None
    edition = element.edition
    threads = threads_about(user=user, edition=edition, key=element.key)
    lines = lines_of(threads)
    return Panel(
        open=tuple(line for line in lines if line.is_open),
        resolved=tuple(line for line in lines if not line.is_open),
        address=of_comments_about(edition, element.kind, element.key),
        everything=of_comments(edition),
        back=back,
        notice=request.session.pop(NOTICE, ""),
        csrf=csrf_input(request),
    )


def lines_of(threads: Sequence[Thread]) -> tuple[ThreadLine, ...]:
    """Threads as they are shown."""
    return tuple(_thread(each) for each in threads)


def _thread(thread: Thread) -> ThreadLine:
    first = thread.first
    edition = first.edition
    resolved = ""
    if not first.is_open:
        resolved = f"Resolved by {called(first.resolved_by)} on {moment(first.resolved_at)}"
    return ThreadLine(
        first=line_of(first),
        replies=tuple(line_of(each) for each in thread.replies),
        is_open=first.is_open,
        resolved=resolved,
        address=of_thread(edition, first.pk),
        about=Link(first.name, of_comments_about(edition, first.kind, first.key)),
        kind=capitalised(str(kinds()[first.kind]._meta.verbose_name)),
        replied=counted(len(thread.replies), "answer") if thread.replies else "",
    )


def line_of(comment: Comment) -> CommentLine:
    """A comment as it is shown. Its text is text: nothing in it is markup, and no link is made."""
    return CommentLine(comment.pk, called(comment.by), moment(comment.at), comment.text)


def not_told(nobody: Sequence[str]) -> str:
    """That nobody could be told under some names; it is not said whether there is such a person."""
    if not nobody:
        return ""
    names = ", ".join(f"@{name}" for name in nobody)
    return f"Nobody was told as {names}: nobody of that name takes part in what is said here."


def of_comments(edition: Edition) -> str:
    """The address of everything that is said about a draft."""
    return f"{addresses.of_edition(edition)}comments/"


def of_comments_about(edition: Edition, kind: str, key: str) -> str:
    """The address of what is said about one row."""
    return f"{of_comments(edition)}{kinds()[kind].plural}/{key}/"


def of_thread(edition: Edition, number: int) -> str:
    """The address of a comment with what was answered."""
    return f"{of_comments(edition)}{number}/"
