"""The roles there are, and who holds which in an organisation: granted and ended in the browser."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from opmodel.access import describing
from opmodel.access.granting import end_in, grant_in, may_grant
from opmodel.access.grants import GrantRefused
from opmodel.access.models import Grant, User
from opmodel.access.roles import ROLES
from opmodel.access.units import units_to_choose
from opmodel.access.viewers import viewer_of
from opmodel.editions.models import Organisation
from opmodel.editions.selectors.organisations import organisation_by_slug
from opmodel.publishing import addresses, errors
from opmodel.publishing.grant_forms import EndGrantForm, GrantForm
from opmodel.publishing.presenters import people as shown

NO_RIGHT: Final = (
    "You may see the organisation's drafts, but not who holds which role in it. Ask an "
    "administrator of the organisation."
)
NOT_THERE: Final = "There is no such page."


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Every role: what it is for, where it is granted, and what it lets somebody do."""
    return render(
        request,
        "pages/roles.html",
        {
            "roles": [(role, describing.rights_in_words(role)) for role in ROLES],
            "belonging": describing.belonging_in_words(),
            "words": describing,
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, organisation: str) -> HttpResponse:
    """Who holds which role in an organisation; and a form to grant one."""
    of = organisation_by_slug(organisation)
    if refusal := _refused(request, of):
        return refusal
    units = units_to_choose(of, viewer_of(request))
    if request.method != "POST":
        return _page(request, of, GrantForm(units=units))
    form = GrantForm(request.POST, units=units)
    if form.is_valid() and form.chosen_role is not None:
        try:
            grant_in(
                organisation=of,
                role=form.chosen_role,
                to=form.cleaned_data["person"],
                unit=form.chosen_unit,
                until=form.cleaned_data["until"],
                reason=form.cleaned_data["reason"],
                by=cast(User, request.user),
            )
            return HttpResponseRedirect(reverse("people", args=[of.slug]))
        except GrantRefused as refused:
            about = "until" if "last day" in str(refused) else "person"
            form.add_error(about, str(refused))
    return _page(request, of, form, status=400)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end_role(request: HttpRequest, organisation: str, number: int) -> HttpResponse:
    """Ends a role somebody holds in an organisation, with a word of why."""
    of = organisation_by_slug(organisation)
    if refusal := _refused(request, of):
        return refusal
    held = Grant.objects.filter(organisation=of, pk=number).select_related(
        "user", "unit", "granted_by", "ended_by"
    )
    grant = held.first()
    if grant is None or not grant.runs_on(_today()):
        raise Http404("Nobody holds this role, or no longer.")
    form = EndGrantForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_in(
                organisation=of,
                held=grant,
                reason=form.cleaned_data["because"],
                by=cast(User, request.user),
            )
            return _after_ending(request, of)
        except GrantRefused as refused:
            form.add_error("because", str(refused))
    return render(
        request,
        "pages/end_role.html",
        {
            "organisation": of,
            "held": shown.one_held(grant, viewer_of(request), _today()),
            "form": form,
            "wrong": _wrong(form),
            "back": reverse("people", args=[of.slug]),
            "breadcrumbs": [
                *_crumbs(of),
                {"text": "People and roles", "href": reverse("people", args=[of.slug])},
            ],
        },
        status=400 if form.errors else 200,
    )


def _after_ending(request: HttpRequest, of: Organisation) -> HttpResponse:
    """Back to the list; to the organisation for who ended the role that let them see it."""
    user = User.objects.get(pk=cast(User, request.user).pk)
    if may_grant(user, of):
        return HttpResponseRedirect(reverse("people", args=[of.slug]))
    return HttpResponseRedirect(addresses.of_organisation(of))


def _refused(request: HttpRequest, of: Organisation) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if may_grant(request.user, of):
        return None
    if viewer_of(request).may_see_drafts_of(of.slug):
        return errors.answer(request, 403, NO_RIGHT)
    raise Http404(NOT_THERE)


def _page(
    request: HttpRequest, of: Organisation, form: GrantForm, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    return render(
        request,
        "pages/people.html",
        {
            "organisation": of,
            "holders": shown.holders_of(of, viewer, _today()),
            "form": form,
            "wrong": _wrong(form),
            "roles": shown.roles_to_choose(),
            "units": shown.units_in_words(of, viewer),
            "breadcrumbs": _crumbs(of),
        },
        status=status,
    )


def _wrong(form: Form) -> dict[str, str]:
    return {f"id_{name}": str(messages[0]) for name, messages in form.errors.items()}


def _crumbs(of: Organisation) -> list[dict[str, Any]]:
    return [{"text": of.called, "href": addresses.of_organisation(of)}]


def _today() -> date:
    return timezone.localdate()
