"""Who holds which post: read by anyone, written by who keeps the appointments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from directorates.actions.appointing import (
    AppointmentOvertaken,
    appoint,
    correct,
    end,
    take_out,
)
from directorates.models import Appointment, Post
from directorates.selectors.appointments import InPost, in_posts
from opmodel.access.viewers import viewer_of
from opmodel.drafting.sitting import keep_reason, reason_of
from opmodel.editions.actions.changing import Authored, ChangeRefused
from opmodel.editions.models import Edition, Organisation, request_id
from opmodel.editions.selectors.editions import InForce, in_force
from opmodel.editions.selectors.organisations import organisation_by_slug
from opmodel.editions.selectors.search import LONGEST_QUESTION
from opmodel.publishing import addresses, errors
from opmodel.publishing.appointment_forms import AppointmentForm, EndForm, TakeOutForm
from opmodel.publishing.asking import Asked, as_of_today
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.presenters import appointments as shown
from opmodel.publishing.presenters.time_bars import bar_of_organisation
from opmodel.publishing.words import moment

from .paging import kept, numbered, page_of

PAGE: Final = 50
NO_RIGHT: Final = (
    "You may read who holds which post, but not change it. Whoever keeps the roles of the "
    "organisation can give you the role of secretary or editor."
)


@require_safe
def appointments(request: HttpRequest, organisation: str) -> HttpResponse:
    """The posts of an organisation, and who holds each."""
    asked = asked_of(request)
    of, found = _organisation(request, organisation, asked)
    words, state = request.GET.get("q", "").strip(), request.GET.get("shown", "")
    if len(words) > LONGEST_QUESTION:
        raise BadRequest(f"At most {LONGEST_QUESTION} characters are looked for.")
    if state and state not in shown.SHOWN:
        raise BadRequest(f"“{state[:20]}” is none of: {', '.join(shown.SHOWN)}.")
    posts = shown.posts_of(of, found.edition, viewer_of(request), asked, words=words, shown=state)
    page = page_of(request, posts.lines, PAGE)
    return render(
        request,
        "pages/appointments.html",
        {
            "organisation": of,
            "posts": posts,
            "page": page,
            "pages": numbered(request, page),
            "action": shown.of_list(of),
            "clear": shown.of_list(of) + asked.carried,
            "keeps": asked.stated,
            "kept": kept(request),
            "time_bar": bar_of_organisation(of, found, asked, action=request.path),
            "breadcrumbs": _crumbs(of, asked),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def post_appointments(request: HttpRequest, organisation: str, post: str) -> HttpResponse:
    """One post over time; and who is in it from when, written by who may."""
    asked = asked_of(request)
    of, found = _organisation(request, organisation, asked)
    named = _post(request, of, found.edition, post)
    writes = shown.may_write(request.user, of)
    if request.method != "POST":
        return _page_of_post(request, of, found, named, asked)
    if not writes:
        return _refused(request)
    form = AppointmentForm(request.POST)

    def write() -> None:
        appoint(
            organisation=of,
            post=named.key,
            values=form.values,
            takes_over=form.cleaned_data["takes_over"],
            seen=form.cleaned_data["seen"],
            authored=_authored(request, form),
        )

    overtaken = _written(form, write)
    if not form.errors and overtaken is None:
        return _back(request, form, of, named.key)
    return _page_of_post(request, of, found, named, asked, form=form, overtaken=overtaken)


@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: HttpRequest, organisation: str, post: str, number: int) -> HttpResponse:
    """One appointment: ended, corrected or taken out, by who may."""
    asked = as_of_today()
    of, found = _organisation(request, organisation, asked)
    named = _post(request, of, found.edition, post)
    row = Appointment.objects.filter(organisation=of, post=named.key, pk=number).first()
    if row is None:
        raise Http404("There is no such appointment, or no longer.")
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not shown.may_write(request.user, of):
        return _refused(request)
    if request.method != "POST":
        return _page_of_one(request, of, found, row, post=named, asked=asked)
    doing = request.POST.get("do", "")
    if doing not in _DOING:
        raise BadRequest("The form is not as it was sent to you. Open it again.")
    form, write = _DOING[doing](request, row)
    overtaken = _written(form, write)
    if not form.errors and overtaken is None:
        return _back(request, form, of, named.key)
    return _page_of_one(
        request, of, found, row, post=named, asked=asked, **{doing: form}, overtaken=overtaken
    )


def _ending(request: HttpRequest, row: Appointment) -> tuple[forms.Form, Callable[[], Any]]:
    form = EndForm(request.POST, prefix="end")
    return form, lambda: end(
        appointment=row,
        last_day=form.cleaned_data["ends_on"],
        seen=form.cleaned_data["seen"],
        authored=_authored(request, form),
    )


def _correcting(request: HttpRequest, row: Appointment) -> tuple[forms.Form, Callable[[], Any]]:
    form = AppointmentForm(request.POST)
    return form, lambda: correct(
        appointment=row,
        values=form.values,
        seen=_number(form.cleaned_data["seen"]),
        authored=_authored(request, form),
    )


def _number(seen: str) -> int:
    """The version that was seen; one that never was where the form does not say."""
    return int(seen) if seen.isascii() and seen.isdigit() else 0


def _taking_out(request: HttpRequest, row: Appointment) -> tuple[forms.Form, Callable[[], Any]]:
    form = TakeOutForm(request.POST, prefix="out")
    return form, lambda: take_out(
        appointment=row, seen=form.cleaned_data["seen"], authored=_authored(request, form)
    )


_DOING: Final[dict[str, Any]] = {"end": _ending, "correct": _correcting, "out": _taking_out}


def _written(form: forms.Form, write: Callable[[], Any]) -> AppointmentOvertaken | None:
    """Writes what a form says, where it can be read; notes in it what refuses that."""
    if not form.is_valid():
        return None
    try:
        write()
    except ChangeRefused as refused:
        for fault in refused.faults:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)
    except AppointmentOvertaken as overtaken:
        return overtaken
    return None


def _authored(request: HttpRequest, form: forms.Form) -> Authored:
    user: Any = request.user
    return Authored(by=user, reason=form.cleaned_data["reason"], request=request_id(request))


def _back(
    request: HttpRequest, form: forms.Form, organisation: Organisation, post: str
) -> HttpResponse:
    keep_reason(request, form.cleaned_data["reason"])
    return HttpResponseRedirect(shown.of_post(organisation, post))


def _refused(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return errors.answer(request, 403, NO_RIGHT)


def _organisation(request: HttpRequest, slug: str, asked: Asked) -> tuple[Organisation, InForce]:
    organisation = organisation_by_slug(slug)
    return organisation, in_force(
        organisation=organisation, viewer=viewer_of(request), moment=asked.moment
    )


def _post(
    request: HttpRequest, organisation: Organisation, edition: Edition | None, key: str
) -> Post:
    post = shown.post_named(organisation, edition, viewer_of(request), key)
    if post is None:
        raise Http404("There is no such post.")
    return post


def _crumbs(organisation: Organisation, asked: Asked, *, within: bool = False) -> list[Any]:
    crumbs = [
        {
            "text": organisation.called,
            "href": addresses.of_organisation(organisation) + asked.carried,
        }
    ]
    if within:
        crumbs.append(
            {"text": "Who holds which post", "href": shown.of_list(organisation) + asked.carried}
        )
    return crumbs


def _page_of_post(
    request: HttpRequest,
    organisation: Organisation,
    found: InForce,
    post: Post,
    asked: Asked,
    *,
    form: AppointmentForm | None = None,
    overtaken: AppointmentOvertaken | None = None,
) -> HttpResponse:
    held = in_posts(organisation=organisation, moment=asked.moment, post=post.key)
    in_post = held.get(post.key, InPost())
    writes = shown.may_write(request.user, organisation) and asked.is_now
    if form is None and writes:
        form = AppointmentForm(initial=_initial(request) | {"form": "substantive"})
    return render(
        request,
        "pages/post_appointments.html",
        {
            "organisation": organisation,
            "post": post,
            "post_url": addresses.of_element(post.edition, post) + asked.carried,
            "in_post": in_post,
            "tenures": shown.tenures(in_post, organisation),
            "strip": shown.strip_of(in_post.all, asked.moment.on),
            "writes": writes,
            "form": form,
            "wrong": _wrong(form),
            "seen": in_post.mark,
            "overtaken": _in_words(overtaken),
            "records": shown.records(organisation, post.key) if writes else (),
            "time_bar": bar_of_organisation(organisation, found, asked, action=request.path),
            "breadcrumbs": _crumbs(organisation, asked, within=True),
        },
        status=_status(form, overtaken),
    )


def _page_of_one(
    request: HttpRequest,
    organisation: Organisation,
    found: InForce,
    row: Appointment,
    *,
    post: Post,
    asked: Asked,
    end: EndForm | None = None,
    correct: AppointmentForm | None = None,
    out: TakeOutForm | None = None,
    overtaken: AppointmentOvertaken | None = None,
) -> HttpResponse:
    stated = {name: getattr(row, name) for name in ("form", "name", "note")}
    days = {
        name: day.isoformat() if (day := getattr(row, name)) else ""
        for name in ("begins_on", "ends_on")
    }
    sent = end or correct or out
    wrong = {id_: words for form in (end, correct, out) for id_, words in _wrong(form).items()}
    return render(
        request,
        "pages/appointment.html",
        {
            "organisation": organisation,
            "post": post,
            "row": row,
            "said": shown.words_of(row),
            "end": end or EndForm(initial=_initial(request), prefix="end"),
            "correct": correct or AppointmentForm(initial=_initial(request) | stated | days),
            "out": out or TakeOutForm(prefix="out"),
            "wrong": wrong,
            "overtaken": _in_words(overtaken),
            "back": shown.of_post(organisation, post.key),
            "time_bar": bar_of_organisation(organisation, found, asked, action=""),
            "breadcrumbs": [
                *_crumbs(organisation, asked, within=True),
                {"text": post.name, "href": shown.of_post(organisation, post.key)},
            ],
        },
        status=_status(sent, overtaken),
    )


def _initial(request: HttpRequest) -> dict[str, Any]:
    return {"reason": reason_of(request)}


def _wrong(form: forms.Form | None) -> dict[str, str]:
    """What is wrong with a form, by the id of the field; "" for the form as a whole."""
    if form is None or not form.is_bound:
        return {}
    return {
        "" if name == "__all__" else str(form[name].auto_id): " ".join(map(str, messages))
        for name, messages in form.errors.items()
    }


def _status(form: forms.Form | None, overtaken: AppointmentOvertaken | None) -> int:
    if overtaken is not None:
        return 409
    return 400 if form is not None and form.is_bound and form.errors else 200


def _in_words(overtaken: AppointmentOvertaken | None) -> list[str]:
    if overtaken is None:
        return []
    sentences = [str(overtaken)]
    if overtaken.who is not None and overtaken.when is not None:
        who: Any = overtaken.who
        why = f": “{overtaken.reason}”" if overtaken.reason else ""
        name = who.get_full_name() or who.get_username()
        sentences.append(f"{name} wrote on {moment(overtaken.when)}{why}.")
    return sentences
