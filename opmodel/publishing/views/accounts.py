"""What people keep of how they sign in: their password, their second factor, their sessions."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.views import ReauthenticateView
from allauth.mfa.base import views as factors
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal.flows import activate_totp
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import PasswordChangeView, PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from opmodel.access import one_time_codes, second_factor, sessions
from opmodel.access.models import User

from .signing_in import onwards

LEADS_ON = "leads_on"
"""Where a session keeps the page that setting up a second factor was asked on the way to."""


@login_required
@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """How somebody signs in, and where else they are signed in."""
    user = cast(User, request.user)
    return render(
        request,
        "account/account.html",
        {
            "has_password": user.has_usable_password(),
            "has_code": is_mfa_enabled(user),
            "shown": second_factor.shown_in(request),
            "needed": second_factor.needed_by(user),
            "sessions": len(UserSession.objects.purge_and_list(user)),
            "done": DONE.get(request.GET.get("done", "")),
        },
    )


DONE = {
    "password": "Your password is changed. Everywhere else you are signed out.",
    "sessions": "You are signed out everywhere else.",
    "removed": "Your second factor is removed. You can set up another.",
}


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Signs somebody out everywhere else."""
    sessions.end_all(cast(User, request.user), sparing=request.session.session_key)
    return redirect(f"{reverse('account')}?done=sessions")


@method_decorator(never_cache, name="dispatch")
class ChangePassword(PasswordChangeView):
    """A new password, by somebody who knows the old one."""

    template_name = "account/password.html"

    def get_success_url(self) -> str:
        return f"{reverse('account')}?done=password"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.end_all(form.user, sparing=self.request.session.session_key)
        return response


class PasswordByLink(PasswordResetConfirmView):
    """A password for an account of one's own, by a link that an administrator gave."""

    template_name = "account/password_by_link.html"
    success_url = reverse_lazy("sign-in")

    def form_valid(self, form: Any) -> HttpResponse:
        sessions.end_all(form.user)
        return super().form_valid(form)


class PasswordAgain(ReauthenticateView):
    """The password once more, before something of how one signs in is changed."""

    template_name = "account/again.html"


class CodeAgain(factors.ReauthenticateView):
    """A code once more, before something of how one signs in is changed."""

    template_name = "mfa/code_again.html"


class SecondFactor(factors.IndexView):
    """Whether there is a second factor, and what can be done about it."""

    template_name = "mfa/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        kept = found["authenticators"].get(Authenticator.Type.RECOVERY_CODES)
        return {
            **found,
            "left": len(kept.get_unused_codes()) if kept else 0,
            "shown": second_factor.shown_in(self.request),
            "needed": second_factor.needed_by(self.request.user),
        }


@method_decorator(login_required, name="dispatch")
class SetUp(totp.ActivateTOTPView):
    """A phone's app gets the secret, and proves it by a code."""

    template_name = "mfa/set_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_mfa_enabled(cast(User, request.user), [Authenticator.Type.TOTP]):
            return HttpResponseRedirect(reverse("mfa_index"))
        if asked := onwards(request):
            request.session[LEADS_ON] = asked
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        secret = found["form"].secret
        in_fours = " ".join(secret[each : each + 4] for each in range(0, len(secret), 4))
        return {
            **found,
            "in_fours": in_fours,
            "needed": second_factor.needed_by(self.request.user),
            "leads_on": self.request.session.get(LEADS_ON, reverse("home")),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        app, _ = activate_totp(self.request, form)
        one_time_codes.mark(app, form.period)
        # The code is shown just now, which is what a second factor is for.
        post_authentication(self.request, app, reauthenticated=True)
        return redirect("mfa_view_recovery_codes")


class Remove(totp.DeactivateTOTPView):
    """Taking the second factor away again."""

    template_name = "mfa/remove.html"

    def get_success_url(self) -> str:
        return f"{reverse('account')}?done=removed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "needed": second_factor.needed_by(self.request.user)}


@method_decorator(never_cache, name="dispatch")
class Codes(codes.ViewRecoveryCodesView):
    """The recovery codes, shown once."""

    template_name = "mfa/codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        leads_on = self.request.session.pop(LEADS_ON, reverse("account"))
        return {**super().get_context_data(**kwargs), "leads_on": leads_on}


@method_decorator(login_required, name="dispatch")
class NewCodes(codes.GenerateRecoveryCodesView):
    """New recovery codes in place of the old ones."""

    template_name = "mfa/new_codes.html"
