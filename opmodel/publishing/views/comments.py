"""What is said about rows of a draft: read, said, answered, resolved, opened again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from opmodel.access.models import User
from opmodel.access.viewers import viewer_of
from opmodel.drafting.actions.commenting import Said, comment, mark_read, reopen, resolve
from opmodel.drafting.commenters import commenter, may_comment_anywhere
from opmodel.drafting.models.comment import LONGEST
from opmodel.drafting.rights import sees_all
from opmodel.drafting.selectors.comments import (
    Thread,
    thread_told_to,
    threads_about,
    threads_in,
    with_replies,
)
from opmodel.drafting.selectors.drafts import draft_open_to
from opmodel.editions.actions.changing import ChangeRefused
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element, Kind, request_id
from opmodel.publishing import addresses, errors
from opmodel.publishing.asking import as_of_today
from opmodel.publishing.filters import FormField
from opmodel.publishing.presenters import comments as shown
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.work.rows import bar_of_work

from .finding import kind_or_404
from .paging import kept, numbered, page_of

PAGE: Final = 30
NO_PART: Final = (
    "You may read this draft, but take no part in what is said about it. Whoever keeps the roles "
    "of the organisation can give you one that comments."
)
SHOWN: Final = {"open": "Open", "resolved": "Resolved", "all": "All"}


class TakesNoPart(Exception):
    """Raised where somebody sees a draft and may not comment on anything in it."""


@dataclass(frozen=True)
class Draft:
    """A draft about which somebody may say something."""

    request: HttpRequest
    edition: Edition

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    @property
    def sees_all(self) -> bool:
        return sees_all(viewer_of(self.request), self.edition)

    def row(self, kind: type[Kind], key: str) -> Element:
        """A row on which they may comment. Raises Http404."""
        rows = kind.objects.in_edition(self.edition)
        rows = rows.within_reach_of(commenter(self.user), edition=self.edition)
        found = rows.defer("search").filter(key=key).first()
        if found is None:
            raise Http404("There is no such row on which you can comment.")
        element: Element = found
        element.edition = self.edition
        return element

    def link_to(self, element: Element) -> str:
        """Where they work on a row, or read it."""
        return addresses.of_row(self.edition, element.kind, element.key)

    def page(self, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
        """A page about the draft."""
        viewer, edition = viewer_of(self.request), self.edition
        crumbs = [
            {
                "text": edition.organisation.called,
                "href": addresses.of_organisation(edition.organisation),
            },
            {"text": f"Work on {edition.label}", "href": addresses.of_work(edition)},
        ]
        if not more.pop("whole", False):
            crumbs.append({"text": "Comments", "href": shown.of_comments(edition)})
        context = {
            "edition": edition,
            "time_bar": bar_of_work(edition, viewer, as_of_today()),
            "breadcrumbs": crumbs,
            "longest": LONGEST,
            **more,
        }
        return render(self.request, template, context, status=status)


def _draft(request: HttpRequest, organisation: str, slug: str) -> Draft:
    edition = draft_open_to(organisation=organisation, slug=slug, viewer=viewer_of(request))
    if not may_comment_anywhere(request.user, edition):
        raise TakesNoPart
    return Draft(request, edition)


@require_safe
def comments(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """What is said about a draft, what is still open first."""
    try:
        draft = _draft(request, organisation, edition)
    except TakesNoPart:
        return errors.answer(request, 403, NO_PART)
    state = request.GET.get("shown", "") or "open"
    of_kind, mine = request.GET.get("kind", ""), request.GET.get("mine", "")
    if state not in SHOWN or (of_kind and of_kind not in kinds()) or mine not in {"", "yes"}:
        raise BadRequest("The list cannot be narrowed like that. Choose from what it offers.")
    every = threads_in(user=draft.user, edition=draft.edition)
    offered = sorted(set(every.order_by().values_list("kind", flat=True)))
    rows = every
    if state != "all":
        rows = rows.filter(resolved_at__isnull=state == "open")
    if of_kind:
        rows = rows.filter(kind=of_kind)
    if mine:
        rows = rows.filter(by=draft.user)
    page = page_of(request, cast(Any, rows), PAGE)
    fields = [
        FormField("shown", "Which", "" if state == "open" else state, list(SHOWN.items())[1:]),
        FormField("mine", "Whose", mine, [("yes", "Mine")]),
        FormField(
            "kind",
            "About",
            of_kind,
            [(name, capitalised(str(kinds()[name]._meta.verbose_name_plural))) for name in offered],
        ),
    ]
    return draft.page(
        "pages/comments.html",
        whole=True,
        fields=fields,
        narrowed=any(field.value for field in fields),
        threads=shown.lines_of(with_replies(list(page.object_list))),
        page=page,
        pages=numbered(request, page),
        state=SHOWN[state],
        kept=kept(request),
        action=shown.of_comments(draft.edition),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def comments_about(
    request: HttpRequest, organisation: str, edition: str, plural: str, key: str
) -> HttpResponse:
    """What is said about one row; and something more."""
    try:
        draft = _draft(request, organisation, edition)
    except TakesNoPart:
        return errors.answer(request, 403, NO_PART)
    element = draft.row(kind_or_404(plural), key)
    if request.method == "POST":
        text = request.POST.get("text", "")
        try:
            said = comment(by=draft.user, element=element, text=text, request=request_id(request))
        except ChangeRefused as refused:
            return _page_about(draft, element, text=text, refused=refused)
        _note(request, said)
        return HttpResponseRedirect(_back(draft, element))
    return _page_about(draft, element)


@require_http_methods(["GET", "HEAD", "POST"])
def comment_thread(
    request: HttpRequest, organisation: str, edition: str, number: int
) -> HttpResponse:
    """A comment with what was answered: answered, resolved, or opened again."""
    try:
        draft = _draft(request, organisation, edition)
    except TakesNoPart:
        return errors.answer(request, 403, NO_PART)
    thread = thread_told_to(user=draft.user, edition=draft.edition, number=number)
    if request.method != "POST":
        return _page_of_thread(draft, thread)
    here = shown.of_thread(draft.edition, number)
    text = request.POST.get("text", "")
    try:
        match request.POST.get("do"):
            case "reply":
                element = draft.row(kinds()[thread.first.kind], thread.first.key)
                said = comment(
                    by=draft.user,
                    element=element,
                    text=text,
                    reply_to=thread.first,
                    request=request_id(request),
                )
                _note(request, said)
            case "resolve":
                resolve(by=draft.user, thread=thread.first, request=request_id(request))
            case "reopen":
                reopen(by=draft.user, thread=thread.first, request=request_id(request))
            case _:
                raise BadRequest("The form is not as it was sent to you. Open it again.")
    except ChangeRefused as refused:
        return _page_of_thread(draft, thread, text=text, refused=refused)
    return HttpResponseRedirect(here)


def _note(request: HttpRequest, said: Said) -> None:
    """Keeps what is to be said on the next page."""
    if words := shown.not_told(said.nobody):
        request.session[shown.NOTICE] = words


def _back(draft: Draft, element: Element) -> str:
    """The page from which something was said."""
    match draft.request.POST.get("back", ""):
        case "row":
            return f"{addresses.of_row(draft.edition, element.kind, element.key)}#comments"
        case "element" if draft.sees_all:
            return f"{addresses.of_element(draft.edition, element)}#comments"
    return shown.of_comments_about(draft.edition, element.kind, element.key)


def _page_about(
    draft: Draft, element: Element, *, text: str = "", refused: ChangeRefused | None = None
) -> HttpResponse:
    threads = threads_about(user=draft.user, edition=draft.edition, key=element.key)
    _read(draft, threads)
    panel = shown.panel_of(element, draft.request)
    return draft.page(
        "pages/comments_about.html",
        status=400 if refused else 200,
        panel=panel,
        name=element.name,
        kind=capitalised(str(kinds()[element.kind]._meta.verbose_name)),
        row_url=draft.link_to(element),
        text=text,
        fault=str(refused) if refused else "",
    )


def _page_of_thread(
    draft: Draft, thread: Thread, *, text: str = "", refused: ChangeRefused | None = None
) -> HttpResponse:
    _read(draft, [thread])
    first = thread.first
    rows = Element.objects.in_edition(draft.edition).filter(key=first.key, kind=first.kind)
    return draft.page(
        "pages/comment_thread.html",
        status=400 if refused else 200,
        thread=shown.lines_of([thread])[0],
        stands=rows.exists(),
        notice=draft.request.session.pop(shown.NOTICE, ""),
        text=text,
        fault=str(refused) if refused else "",
    )


def _read(draft: Draft, threads: list[Thread]) -> None:
    """Whoever looks has looked at what mentions them."""
    if draft.request.method == "GET":
        mark_read(by=draft.user, comments=[each for one in threads for each in one.comments])
