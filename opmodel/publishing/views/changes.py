"""Who changed what in an organisation; one change, and its undoing; an element as it was
recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from opmodel.access.models import User
from opmodel.access.rights import may
from opmodel.access.roles import CHANGE_DRAFTS, VIEW_AUDIT, VIEW_DRAFTS
from opmodel.access.viewers import viewer_of
from opmodel.audit.installing import journalled
from opmodel.audit.models import Entry
from opmodel.audit.naming import several, stands_alone
from opmodel.audit.reading import Wanted, changes, kind_name, names_in, people_in, told
from opmodel.audit.recorded import ENDED, NOT_YET, recorded
from opmodel.audit.undoing import kind_of, undo, undoes
from opmodel.drafting.sitting import keep_reason, reason_of
from opmodel.editions.actions.changing import Authored, ChangeRefused, Overtaken
from opmodel.editions.models import Edition, Organisation, request_id
from opmodel.editions.selectors.editions import in_force
from opmodel.publishing import addresses, errors
from opmodel.publishing.asking import as_of_today, day_in
from opmodel.publishing.exports.changes import table_of_changes
from opmodel.publishing.presenters import changes as shown
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.time_bars import bar_of_edition, bar_of_organisation

from .downloading import download
from .editions import crumbs
from .finding import edition_or_404, kind_or_404
from .paging import kept, numbered, page_of

PAGE: Final = 50
MOST_TAKEN: Final = 20_000
"""Changes in a table: more are taken away in parts, by their days."""
LONGEST: Final = 500
NO_RIGHT: Final = (
    "You may see the drafts of this organisation, but not who changed what. Whoever keeps its "
    "roles can give you the role of editor, secretary or administrator."
)
NOT_UNDOING: Final = (
    "You may see who changed what, but not undo it. Whoever keeps the roles of the organisation "
    "can give you the role of editor."
)


class MayNotSee(Exception):
    """Somebody sees the organisation's drafts, and not who changed what."""


@require_safe
def changes_of(request: HttpRequest, organisation: str) -> HttpResponse:
    """The changes of an organisation, the newest first."""
    try:
        of = audited_or_404(request, organisation)
    except MayNotSee:
        return errors.answer(request, 403, NO_RIGHT)
    asked = _asked(request, of)
    page = page_of(request, cast(Any, changes(of.slug, asked.wanted)), PAGE)
    stated = kept(request)
    here = shown.of_changes(of)
    return render(
        request,
        "pages/changes.html",
        {
            "organisation": of,
            "lines": shown.lines(list(page.object_list), of, asked.editions),
            "page": page,
            "pages": numbered(request, page),
            "filters": asked,
            "people": people_in(of.slug),
            "kinds": kinds_recorded(),
            "action": here,
            "is_narrowed": bool(stated),
            "downloads": [
                (form.upper(), f"{here.rstrip('/')}.{form}{_question(stated)}")
                for form in ("xlsx", "csv")
            ],
            "time_bar": _time_bar(request, of),
            "breadcrumbs": [_crumb(of)],
        },
    )


@require_safe
def changes_table(request: HttpRequest, organisation: str, *, form: str) -> HttpResponse:
    """The same as CSV or XLSX."""
    try:
        of = audited_or_404(request, organisation)
    except MayNotSee:
        return errors.answer(request, 403, NO_RIGHT)
    asked = _asked(request, of)
    entries = list(changes(of.slug, asked.wanted)[: MOST_TAKEN + 1])
    more = len(entries) > MOST_TAKEN
    lines = [
        line
        for first in range(0, min(len(entries), MOST_TAKEN), 1000)
        for line in shown.lines(entries[first : first + 1000], of, asked.editions)
    ]
    site = request.build_absolute_uri("/").rstrip("/")
    about = (f"The newest {MOST_TAKEN:,} of more; ask for fewer days.",) if more else ()
    return download(table_of_changes(lines, of, about, site), form, f"{of.slug}-changes")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, organisation: str, number: int) -> HttpResponse:
    """One change, field by field; and its undoing, by a new one."""
    try:
        of = audited_or_404(request, organisation)
    except MayNotSee:
        return errors.answer(request, 403, NO_RIGHT)
    entry = Entry.objects.filter(chain=of.slug, number=number).first()
    if entry is None:
        raise Http404("There is no such change.")
    (done,) = told([entry])
    edition = None
    if entry.edition_id:
        editions = Edition.objects.filter(pk=entry.edition_id)
        edition = editions.select_related("organisation").first()
    can = undoes(done, edition)
    wrong: dict[str, str] = {}
    if request.method == "POST":
        if not may(request.user, CHANGE_DRAFTS, of):
            return errors.answer(request, 403, NOT_UNDOING)
        if not can or edition is None:
            return errors.answer(
                request, 400, "Only a change of a row of a draft that is still open can be undone."
            )
        reason = request.POST.get("reason", "").strip()[:LONGEST]
        keep_reason(request, reason)
        try:
            undo(
                done=done,
                edition=edition,
                authored=Authored(
                    by=cast(User, request.user),
                    reason=reason,
                    request=request_id(request),
                ),
            )
            return HttpResponseRedirect(_newest(of, entry))
        except ChangeRefused as refused:
            wrong = {fault.field: fault.message for fault in refused.faults}
        except Overtaken as overtaken:
            wrong = {"": str(overtaken)}
    names = names_in([done])
    line = shown.line_of(done, names, of, {edition.pk: edition} if edition else {})
    kind = kind_of(done)
    then = (
        shown.of_recorded(edition, kind.kind_name, str(done.value("key")), entry.recorded_at)
        if kind and edition
        else ""
    )
    return render(
        request,
        "pages/change.html",
        {
            "organisation": of,
            "line": line,
            "entry": entry,
            "hash": bytes(entry.hash).hex(),
            "before": bytes(entry.previous).hex(),
            "edition": edition,
            "then": then,
            "may_undo": can and may(request.user, CHANGE_DRAFTS, of),
            "reason": request.POST.get("reason") or reason_of(request),
            "wrong": wrong,
            "longest": LONGEST,
            "undone": "undone" in request.GET,
            "time_bar": _time_bar(request, of),
            "breadcrumbs": [
                _crumb(of),
                {"text": "Who changed what", "href": shown.of_changes(of)},
            ],
        },
        status=400 if wrong else 200,
    )


@require_safe
def as_recorded(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """An element as it was recorded at a moment, for who sees the organisation's drafts."""
    asked = as_of_today()
    kind = kind_or_404(plural)
    found = edition_or_404(request, organisation, edition, asked)
    if not may(request.user, VIEW_DRAFTS, found.organisation_id):
        raise Http404("There is no such page.")
    at = _moment(request.GET.get("at", ""))
    told_then = recorded(edition=found, kind=kind, key=key, at=at)
    if told_then is None:
        raise Http404("Nothing of that name was ever recorded here.")
    return render(
        request,
        "pages/recorded.html",
        {
            "edition": found,
            "recorded": told_then,
            "not_yet": told_then.state == NOT_YET,
            "ended": told_then.state == ENDED,
            "who": _called(told_then.who),
            "kind": capitalised(str(kind._meta.verbose_name)),
            "facts": shown.facts_of(told_then, kind, found),
            "at": at,
            "asked_at": f"{timezone.localtime(at):%Y-%m-%dT%H:%M}",
            "time_bar": bar_of_edition(found, asked),
            "breadcrumbs": crumbs(found, asked, found, kind),
        },
    )


def audited_or_404(request: HttpRequest, slug: str) -> Organisation:
    """The organisation whose audit is asked for. Who sees none of its drafts is told that there is
    no such page; who does, and may not see this, that they may not: MayNotSee."""
    found = Organisation.objects.filter(slug=slug).first()
    viewer = viewer_of(request)
    sees = viewer.everything or slug in viewer.drafts_of
    if found is None or not (sees or may(request.user, VIEW_AUDIT, slug)):
        raise Http404("There is no such page.")
    if not may(request.user, VIEW_AUDIT, found):
        raise MayNotSee
    return found


@dataclass(frozen=True)
class _Asked:
    """What a list is narrowed to, as it was asked and as it is looked for."""

    wanted: Wanted
    editions: dict[Any, Edition]
    edition: str
    kind: str
    person: str
    since: str
    until: str
    words: str


def _asked(request: HttpRequest, of: Organisation) -> _Asked:
    asked = {name: request.GET.get(name, "").strip() for name in _NAMES}
    editions = {edition.pk: edition for edition in Edition.objects.filter(organisation=of)}
    by_slug = {edition.slug: edition.pk for edition in editions.values()}
    if asked["edition"] and asked["edition"] not in by_slug:
        raise BadRequest("edition: there is none of that name here.")
    if asked["kind"] and asked["kind"] not in dict(kinds_recorded()):
        raise BadRequest(f"kind: “{asked['kind'][:40]}” is no kind that is recorded.")
    if len(asked["q"]) > LONGEST:
        raise BadRequest(f"At most {LONGEST} characters are looked for.")
    wanted = Wanted(
        edition=by_slug.get(asked["edition"]),
        kind=asked["kind"],
        person=_person(asked["person"]),
        since=_day(asked["since"], "since"),
        until=_day(asked["until"], "until"),
        words=asked["q"],
    )
    return _Asked(wanted, editions, *(asked[name] for name in _NAMES))


_NAMES: Final = ("edition", "kind", "person", "since", "until", "q")


def _person(name: str) -> int | None:
    if not name:
        return None
    # Nobody has the number 0: so somebody unknown narrows the list to nothing.
    return User.objects.filter(username=name).values_list("pk", flat=True).first() or 0


def _day(text: str, name: str) -> date | None:
    return day_in(text, name, otherwise=timezone.localdate()) if text else None


def _moment(text: str) -> datetime:
    if not text:
        return timezone.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(
            f"at: “{text[:40]}” is no moment. Write it as 2026-11-20T10:00."
        ) from error
    day_in(at.date().isoformat(), "at", otherwise=at.date())
    return timezone.make_aware(at) if timezone.is_naive(at) else at


def kinds_recorded() -> list[tuple[str, str]]:
    """What may be asked for by its kind: by name, with what several are called."""
    kinds = {
        kind_name(each.model): capitalised(several(each.model))
        for each in journalled().values()
        if stands_alone(each.model)
    }
    kinds.pop("element", None)
    return sorted(kinds.items(), key=lambda each: each[1].lower())


def _called(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _question(stated: dict[str, str]) -> str:
    return f"?{urlencode(stated)}" if stated else ""


def _newest(of: Organisation, entry: Entry) -> str:
    """The page of the change that undid another: the newest of the same row."""
    if transaction.get_connection().in_atomic_block:
        return f"{shown.of_changes(of)}?undone={entry.number}"
    newest = Entry.objects.filter(
        chain=of.slug, history_table=entry.history_table, object=entry.object
    ).order_by("-number")[0]
    return f"{shown.of_change(of, newest.number)}?undone={entry.number}"


def _time_bar(request: HttpRequest, of: Organisation) -> Any:
    asked = as_of_today()
    found = in_force(organisation=of, viewer=viewer_of(request), moment=asked.moment)
    return bar_of_organisation(of, found, asked, action=addresses.of_organisation(of))


def _crumb(of: Organisation) -> dict[str, str]:
    return {"text": of.called, "href": addresses.of_organisation(of)}
