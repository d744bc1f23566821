"""Signing in: with a password and a code, by the organisation's provider, or as one of the demo's
personas."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from opmodel.access import demo, sign_in_provider
from opmodel.access.sessions import OVER


class SignIn(LoginView):
    """A name and a password, and the other ways there are."""

    template_name = "pages/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "next": onwards(self.request) or "",
            "over": OVER.get(self.request.GET.get("over", "")),
            "provider": settings.OIDC_NAME if settings.OIDC_ISSUER else "",
            "personas": demo.PERSONAS if settings.DEMO else (),
        }


class SecondFactor(AuthenticateView):
    """The code from a phone, after the password."""

    template_name = "mfa/code.html"


def onwards(request: HttpRequest) -> str | None:
    """The page that somebody came from, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    return asked if get_adapter(request).is_safe_url(asked) else None


@never_cache
@require_GET
def organisation(request: HttpRequest) -> HttpResponse:
    """Sends somebody to the organisation's provider."""
    if not settings.OIDC_ISSUER:
        raise Http404
    return sign_in_provider.go(request, onwards(request))


@never_cache
@require_GET
def came_back(request: HttpRequest) -> HttpResponse:
    """Takes whom the provider sends back."""
    if not settings.OIDC_ISSUER:
        raise Http404
    return sign_in_provider.came_back(request)


@never_cache
def as_persona(request: HttpRequest) -> HttpResponse:
    """Signs somebody in as one of the demo's personas. There is no such page but in a demo."""
    if not settings.DEMO:
        raise Http404
    return _as_persona(request)


@require_POST
def _as_persona(request: HttpRequest) -> HttpResponse:
    user = demo.persona(request.POST.get("persona", ""))
    if user is None:
        raise Http404
    return demo.sign_in(request, user, onwards(request))
