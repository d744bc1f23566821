"""Where signing in differs from what allauth does by itself."""

from __future__ import annotations

import base64
import time
from ipaddress import ip_address
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from . import second_factor, sessions, sign_in_groups
from .models import User
from .sign_in_provider import CLAIMS, OrganisationsProvider, failed, refusal

FRESH: Final = 15 * 60
"""Seconds after signing in for which a first second factor is set up without signing in again."""


NOWHERE: Final = "0.0.0.0"  # noqa: S104 (an address nobody has)


def address_of(request: HttpRequest) -> str:
    """The network address that a request came from, behind as many proxies as are trusted."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    told = request.headers.get("X-Forwarded-For", "").split(",")
    stated = told[-proxies] if 0 < proxies <= len(told) else ""
    try:
        return str(ip_address(stated.strip() or request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return NOWHERE  # Through a socket, say, or told by somebody who tries things out.


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators or come from the provider; nobody makes their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_ajax(self, request: HttpRequest) -> bool:
        return False  # Every answer is a page.

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Pages say themselves what happened."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail is sent."""

    def is_safe_url(self, url: str) -> bool:
        """Whether it leads to a page of this registry, by path only."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        request = context.request
        steps = second_factor.steps_of(request)
        fresh = bool(steps) and time.time() - steps[-1]["at"] < FRESH
        first = not SecondFactorAdapter().is_mfa_enabled(request.user)
        return not (fresh and first)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return refusal(request, 403, "This account is switched off. Ask your governance team.")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Leads who may change something, and has shown no second factor, to setting one up."""
        claims = request.__dict__.get(CLAIMS)
        if claims and (settings.OIDC_ALWAYS_SECOND_FACTOR or "mfa" in claims.get("amr", ())):
            second_factor.vouched_for(request, user, by=second_factor.PROVIDER)
        response = super().post_login(request, user, **kwargs)
        if second_factor.needed_by(user) and not second_factor.shown_in(request):
            onwards = urlencode({"next": response["Location"]})
            response["Location"] = f"{reverse('mfa_activate_totp')}?{onwards}"
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of phones' apps are kept encrypted, with keys made from SECRET_KEY."""

    def get_totp_label(self, user: User) -> str:
        return user.get_username()

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail is sent."""


def _keys() -> MultiFernet:
    """The key of now, which encrypts, and former ones, which still decrypt."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(_derived(secret)))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def _derived(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"opmodel second factor")
    return made.derive(secret.encode())


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The one provider there may be is configured by the environment, never in the database."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        if not settings.OIDC_ISSUER:
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id="organisation",
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
                secret=settings.OIDC_CLIENT_SECRET,
                settings={
                    "server_url": settings.OIDC_ISSUER.rstrip("/"),
                    "scope": settings.OIDC_SCOPES,
                    "oauth_pkce_enabled": True,
                },
            )
        ]

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> Any:
        return OrganisationsProvider(request, app=self.get_app(request, provider, client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return True  # To whom `pre_social_login` lets through.

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Brings roles into line with groups; refuses whom neither group nor role lets in."""
        try:
            given = sign_in_groups.meant_by(request.__dict__[CLAIMS])
        except sign_in_groups.NotForGroups as refused:
            raise ImmediateHttpResponse(refusal(request, 403, str(refused))) from refused
        if not sociallogin.is_existing:
            let_in = bool(given)
        elif sociallogin.user.is_active:
            let_in = sign_in_groups.bring_into_line(sociallogin.user, given)
        else:
            return  # The account's adapter says so.
        if not let_in:
            if sociallogin.is_existing:
                sessions.end_all(sociallogin.user)
            raise ImmediateHttpResponse(refusal(request, 403, sign_in_groups.NO_GROUP))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        with transaction.atomic():
            user: User = super().save_user(request, sociallogin, form)
            given = sign_in_groups.meant_by(request.__dict__[CLAIMS])
            sign_in_groups.bring_into_line(user, given)
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: BaseException | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Says why nobody was signed in."""
        failed(request, str(error), exception)

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        return False  # An address proves nobody.

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail is sent."""
