"""Who holds which post: the list of posts, and one post over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import F

from directorates.models import Appointment, Post
from directorates.selectors.appointments import InPost, in_posts, recorded_of
from opmodel.access.rights import may
from opmodel.access.roles import CHANGE_APPOINTMENTS
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.viewer import Viewer
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.charts.tenures import Strip, Years, lay_out, words_of
from opmodel.publishing.filters import FormField
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import NOT_RECORDED, day, moment, span

Form = Appointment.Form

SOON: Final = timedelta(days=90)

SHOWN: Final = {
    "vacant": "Vacant",
    "acting": "Acting or interim",
    "ending": "Ending within 90 days",
    "shared": "Job share",
    "not-recorded": "Not recorded",
}
"""What the list can be narrowed to, by the word in its address."""

NOBODY: Final = "Nobody recorded"


@dataclass(frozen=True)
class PostLine:
    """A post in the list: who is in it, since when, until when, and who comes next."""

    post: Link
    where: str
    now: tuple[str, ...]
    tags: tuple[tuple[str, str], ...]
    since: str
    until: str
    next: str
    strip: Strip | None


@dataclass(frozen=True)
class TenureLine:
    """An appointment in the history of a post."""

    who: str
    form: str
    colour: str
    days: str
    note: str
    recorded: str
    is_now: bool
    change: str


@dataclass(frozen=True)
class RecordLine:
    """What was written of a post: when, what it then said, by whom and why."""

    when: str
    what: str
    by: str
    reason: str


COLOURS: Final = {
    Form.SUBSTANTIVE: "blue",
    Form.ACTING: "orange",
    Form.INTERIM: "yellow",
    Form.SHARED: "aqua-green",
    Form.VACANT: "red",
}


def may_write(user: Any, organisation: Organisation) -> bool:
    """Whether somebody may say who holds the organisation's posts."""
    return may(user, CHANGE_APPOINTMENTS, organisation)


@dataclass(frozen=True)
class PostList:
    """The posts of an organisation as they were asked for, and the fields that narrow them."""

    lines: tuple[PostLine, ...]
    total: int
    fields: tuple[FormField, ...]
    years: Years | None

    @property
    def is_narrowed(self) -> bool:
        return any(field.value for field in self.fields)


def posts_of(
    organisation: Organisation,
    edition: Edition | None,
    viewer: Viewer,
    asked: Asked,
    *,
    words: str = "",
    shown: str = "",
) -> PostList:
    """The posts of what is in force, and those of other editions of which anything is recorded.

    Four queries, however many posts there are.
    """
    held = in_posts(organisation=organisation, moment=asked.moment)
    posts = _posts(organisation, edition, viewer, held)
    every = [row for each in held.values() for row in each.all]
    years = Years.over(every, asked.moment.on) if every else None
    chosen = [
        (post, found)
        for post in posts
        if _fits(post, found := held.get(post.key, InPost()), words, shown, asked.moment.on)
    ]
    fields = (
        FormField("q", "Words of a post or a name", words, []),
        FormField("shown", "Who is in it", shown, list(SHOWN.items())),
    )
    lines = tuple(_line(post, found, organisation, asked, years) for post, found in chosen)
    return PostList(lines, len(posts), fields, years)


def _posts(
    organisation: Organisation, edition: Edition | None, viewer: Viewer, held: dict[str, InPost]
) -> list[Post]:
    """The posts of the edition in their order, then others that have appointments, each named as
    the latest edition names it that the viewer may see; of what they may see nowhere, nothing."""
    light = Post.objects.defer("search", "summary").select_related("directorate", "team")
    of_edition = list(light.in_edition(edition).order_by("position", "key")) if edition else []
    missing = held.keys() - {post.key for post in of_edition}
    if not missing:
        return of_edition
    others = (
        light.visible_to(viewer)
        .filter(edition__organisation=organisation.pk, key__in=missing)
        .order_by("key", F("edition__effective_from").desc(nulls_last=True), "edition")
        .distinct("key")
    )
    return [*of_edition, *others]


def post_named(
    organisation: Organisation, edition: Edition | None, viewer: Viewer, key: str
) -> Post | None:
    """The post of that key: of what is in force, or of the latest edition that has it, as far as
    the viewer may see."""
    rows = (
        Post.objects.visible_to(viewer)
        .filter(edition__organisation=organisation.pk, key=key)
        .select_related("edition")
        .order_by(F("edition__effective_from").desc(nulls_last=True), "edition")
    )
    found = list(rows)
    preferred = [post for post in found if edition is not None and post.edition_id == edition.pk]
    return next(iter([*preferred, *found]), None)


def _fits(post: Post, found: InPost, words: str, shown: str, on: date) -> bool:
    said = " ".join((post.name, *post.also_known_as, *(row.name for row in found.now))).casefold()
    if not all(word in said for word in words.casefold().split()):
        return False
    forms = {row.form for row in found.now}
    match shown:
        case "vacant":
            return Form.VACANT in forms
        case "acting":
            return not forms.isdisjoint((Form.ACTING, Form.INTERIM))
        case "ending":
            return found.until is not None and found.until <= on + SOON
        case "shared":
            return Form.SHARED in forms
        case "not-recorded":
            return not found.now
    return True


def _line(
    post: Post, found: InPost, organisation: Organisation, asked: Asked, years: Years | None
) -> PostLine:
    forms = dict.fromkeys(row.form for row in found.now)
    tags = [(Form(form).label, COLOURS[Form(form)]) for form in forms if form != Form.SUBSTANTIVE]
    if not found.now:
        tags.append(("Not recorded", "grey"))
    # A substantive holder for whom somebody acts is named all the same.
    return PostLine(
        post=Link(post.name, of_post(organisation, post.key) + asked.carried),
        where=str(post.team or post.directorate or ""),
        now=tuple(_named(row) for row in found.now if row.name),
        tags=tuple(tags),
        since=_days([(row, row.begins_on) for row in found.now], NOT_RECORDED),
        until=_days([(row, row.ends_on) for row in found.now], ""),
        next="; ".join(words_of(row) for row in found.next),
        strip=lay_out(found.all, years, asked.moment.on) if years and found.all else None,
    )


def _days(rows: Sequence[tuple[Appointment, date | None]], silent: str) -> str:
    """Days of those who are in a post; where they differ, each with how that one is in it."""
    if len({begins for _, begins in rows}) == 1:
        return day(rows[0][1]) if rows[0][1] else silent
    return "; ".join(
        f"{day(each) if each else silent} ({row.get_form_display().lower()})"
        for row, each in rows
        if each or silent
    )


def _named(row: Appointment) -> str:
    if row.form in (Form.SUBSTANTIVE, Form.VACANT):
        return row.name
    return f"{row.name} ({row.get_form_display().lower()})"


def tenures(found: InPost, organisation: Organisation) -> tuple[TenureLine, ...]:
    """Everybody who was, is or will be in a post, the latest first."""
    return tuple(
        TenureLine(
            who=row.name or "Nobody",
            form=str(row.get_form_display()),
            colour=COLOURS[Form(row.form)],
            days=span(row.begins_on, row.ends_on) or NOT_RECORDED,
            note=row.note,
            recorded=day(row.recorded_at),
            is_now=row in found.now,
            change=of_appointment(organisation, row),
        )
        for row in reversed(found.all)
    )


def records(organisation: Organisation, post: str) -> tuple[RecordLine, ...]:
    """What was written of a post and by whom, the latest first; for who may write."""
    return tuple(_record(row) for row in recorded_of(organisation=organisation, post=post))


_DID: Final = {"+": "Recorded", "~": "Changed to", "-": "Taken out"}


def _record(row: Any) -> RecordLine:
    who = row.history_user
    return RecordLine(
        when=moment(row.history_date),
        what=f"{_DID[row.history_type]}: {words_of(row)}",
        by=(who.get_full_name() or who.get_username()) if who else "With the reference data",
        reason=row.history_change_reason or "",
    )


def strip_of(rows: Sequence[Appointment], on: date) -> Strip | None:
    """The drawing of one post by itself."""
    return lay_out(rows, Years.over(rows, on), on) if rows else None


def of_list(organisation: Organisation) -> str:
    """The address of the list."""
    return f"{addresses.of_organisation(organisation)}appointments/"


def of_post(organisation: Organisation, post: str) -> str:
    """The address of one post's appointments."""
    return f"{of_list(organisation)}{post}/"


def of_appointment(organisation: Organisation, row: Appointment) -> str:
    """The address where one appointment is ended or corrected."""
    return f"{of_post(organisation, row.post)}{row.pk}/"
