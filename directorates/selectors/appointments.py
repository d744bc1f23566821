"""Who holds which post: on a day, over time, and as it was known on another day.

An appointment is corrected where it stands, and its history keeps what was recorded before. So what
was known earlier is read from there; what is known today, from the rows themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone

from directorates.models import Appointment, Post
from opmodel.editions.models import Organisation
from opmodel.editions.models.vocabulary import PUBLISHED_STATES
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer


def appointments(
    *, moment: Moment, narrowed: Q | None = None, running: bool = True
) -> list[Appointment]:
    """Appointments as they were known at the end of the day, in the order of posts and days; with
    *running*, only those that run on the day asked of. One query of what is known today."""
    asked = narrowed if narrowed is not None else Q()
    if running:
        asked &= runs_on(moment.on)
    then = moment.known_at
    if then >= timezone.now():
        rows = Appointment.objects.filter(asked, recorded_at__lte=then)
        return list(rows.order_by(*_ORDER))
    return _as_known(asked, then)


def runs_on(on: date) -> Q:
    """Those that run on a day."""
    return (Q(begins_on__isnull=True) | Q(begins_on__lte=on)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )


_ORDER = ("organisation_id", "post", F("begins_on").asc(nulls_first=True), "name", "pk")


def _as_known(asked: Q, then: datetime) -> list[Appointment]:
    """As they stood then: rows untouched since as they are, others as their history has them.

    What was loaded stands in the history only since it was loaded, although it says that it was
    known before: of that, the first record counts.
    """
    history: Any = Appointment.history
    touched = history.filter(history_date__gt=then).order_by().values("id")
    untouched = Appointment.objects.filter(asked, recorded_at__lte=then).exclude(pk__in=touched)
    # By then the latest record, otherwise the earliest after it.
    by_then = Case(When(history_date__lte=then, then=Value(0)), default=Value(1))
    stood = (
        history.filter(id__in=touched, recorded_at__lte=then)
        .annotate(by_then=by_then)
        .annotate(
            latest=Case(When(by_then=0, then=F("history_date"))),
            latest_id=Case(When(by_then=0, then=F("history_id"))),
        )
        .order_by(
            "id",
            "by_then",
            F("latest").desc(nulls_last=True),
            F("latest_id").desc(nulls_last=True),
            "history_date",
            "history_id",
        )
        .distinct("id")
        .values("history_id")
    )
    records = history.filter(asked, history_id__in=stood).exclude(history_type="-")
    found = [*untouched, *(record.instance for record in records)]
    return sorted(found, key=_in_order)


def _in_order(row: Appointment) -> tuple[Any, ...]:
    return (row.organisation_id, row.post, row.begins_on or date.min, row.name, row.pk)


@dataclass(frozen=True)
class InPost:
    """Who is in a post on a day, and who comes next."""

    now: tuple[Appointment, ...] = ()
    next: tuple[Appointment, ...] = ()
    all: tuple[Appointment, ...] = ()

    @property
    def mark(self) -> str:
        """Names what stands there, so that a writing can say what was seen."""
        return mark_of(self.all)

    @property
    def is_vacant(self) -> bool:
        """Whether it is recorded as vacant, with nobody acting in it."""
        return bool(self.now) and all(row.form == Appointment.Form.VACANT for row in self.now)

    @property
    def until(self) -> date | None:
        """The last day on which it stands so; None where no end is recorded."""
        return min((row.ends_on for row in self.now if row.ends_on), default=None)


def mark_of(rows: Iterable[Appointment]) -> str:
    """Names appointments as they stand: another where one is added, changed or taken out."""
    stated = ",".join(f"{pk}.{version}" for pk, version in sorted((r.pk, r.version) for r in rows))
    return hashlib.sha256(stated.encode()).hexdigest()[:16]


def in_posts(*, organisation: Organisation, moment: Moment, post: str = "") -> dict[str, InPost]:
    """For each post of an organisation of which anything is recorded: who is in it on the day, as
    known then, who comes next, and everybody there was."""
    narrowed = Q(organisation=organisation.pk)
    if post:
        narrowed &= Q(post=post)
    by_post: dict[str, list[Appointment]] = {}
    for row in appointments(moment=moment, narrowed=narrowed, running=False):
        by_post.setdefault(row.post, []).append(row)
    return {key: _on(rows, moment.on) for key, rows in by_post.items()}


def _on(rows: list[Appointment], on: date) -> InPost:
    now = tuple(row for row in rows if row.runs_on(on))
    ahead = [row for row in rows if row.begins_on is not None and row.begins_on > on]
    first = min((row.begins_on for row in ahead if row.begins_on), default=None)
    return InPost(now, tuple(row for row in ahead if row.begins_on == first), tuple(rows))


def recorded_of(*, organisation: Organisation, post: str) -> list[Any]:
    """Every record of what was written of a post, the latest first, with who wrote it."""
    history: Any = Appointment.history
    rows = history.filter(organisation=organisation.pk)
    rows = rows.filter(id__in=rows.filter(post=post).order_by().values("id"))
    return list(rows.select_related("history_user").order_by("-history_date", "-history_id"))


def is_published(*, organisation: Organisation, post: str) -> bool:
    """Whether a published edition of the organisation has the post."""
    return (
        Post.objects.filter(key=post, edition__organisation=organisation.pk)
        .filter(edition__state__in=PUBLISHED_STATES)
        .exists()
    )


def in_posts_seen_by(viewer: Viewer) -> Exists:
    """Of appointments: those in posts that an edition has which the viewer may see. What is in no
    such post is told to nobody, for its key alone would tell that a draft has it."""
    posts = Post.objects.visible_to(viewer).filter(
        key=OuterRef("post"), edition__organisation=OuterRef("organisation")
    )
    return Exists(posts)
