"""Signing in by the organisation's own provider: OpenID Connect with allauth, held more strictly.

Beyond state and PKCE, which allauth sees to, there is a nonce; the token's signature, issuer,
audience and times are always checked, and its claims are taken from nowhere else. Somebody is known
by issuer and subject, never by an address.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final

import jwt
import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

CLAIMS: Final = "provider_claims"
"""Where a request keeps what the token said, while it is answered."""

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
"""Signatures by the provider's own key. A secret shared with it signs nothing here."""
CLOCKS_DIFFER: Final = 30
"""Seconds by which the provider's clock may be ahead or behind."""
LONGEST: Final = 190


class Refused(OAuth2Error):
    """A sign-in that is refused; the message says to people why."""


class OrganisationsAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider."""

    state: dict[str, Any]

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return request.build_absolute_uri(reverse("sign-in-callback"))

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        if config.get("issuer", "").rstrip("/") != settings.OIDC_ISSUER.rstrip("/"):
            raise Refused("Your organisation's sign-in says it is another than expected.")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self.claims_of(kwargs["response"].get("id_token", ""), app.client_id)
        request.__dict__[CLAIMS] = claims
        return self.get_provider().sociallogin_from_response(request, claims)

    def claims_of(self, token: str, client_id: str) -> dict[str, Any]:
        """What the token says, once everything about it is right. Raises Refused."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key_of(token),
                algorithms=list(ALGORITHMS),
                audience=client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise Refused("What your organisation's sign-in sent has expired.") from error
        except jwt.InvalidAudienceError as error:
            raise Refused("What your organisation's sign-in sent is not for us.") from error
        except jwt.PyJWTError as error:
            raise Refused("What your organisation's sign-in sent cannot be trusted.") from error
        if claims.get("azp", client_id) != client_id:
            raise Refused("What your organisation's sign-in sent is not for us.")
        if not secrets.compare_digest(str(claims.get("nonce", "")), self.state["nonce"]):
            raise Refused("What your organisation's sign-in sent answers another question.")
        return claims

    def _key_of(self, token: str) -> jwt.PyJWK:
        wanted = jwt.get_unverified_header(token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        for key in jwt.PyJWKSet.from_dict(answer.json()).keys:
            if key.key_id == wanted and key.public_key_use in (None, "sig"):
                return key
        raise Refused("What your organisation's sign-in sent is signed with a key it does not own.")


class OrganisationsProvider(OpenIDConnectProvider):
    """The organisation's provider, as the settings name it."""

    oauth2_adapter_class = OrganisationsAdapter

    def ask(self, request: HttpRequest, onwards: str | None) -> HttpResponse:
        """Sends somebody to the provider, who comes back to the callback."""
        nonce = secrets.token_urlsafe(24)
        asked = {**self.get_auth_params(), "nonce": nonce}
        return self.redirect(
            request, AuthProcess.LOGIN, next_url=onwards, nonce=nonce, auth_params=asked
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        who = f"{data['iss']} {data['sub']}"
        if len(who) <= LONGEST:
            return who
        return f"sha256:{hashlib.sha256(who.encode()).hexdigest()}"

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}  # Nothing of the token is kept.

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []  # An address leads to no account, whoever has the same.

    def cleanup_email_addresses(self, email: str | None, *_: Any, **__: Any) -> str | None:
        return email  # Kept with the account, to be read by people only.


class Callback(OAuth2CallbackView):
    """Where the provider sends people back to."""

    adapter: OrganisationsAdapter

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.state = state
        return state, response


def came_back(request: HttpRequest) -> HttpResponse:
    """The answer to whom the provider sends back."""
    response: HttpResponse = Callback.adapter_view(OrganisationsAdapter(request, "organisation"))(
        request
    )
    return response


def go(request: HttpRequest, onwards: str | None) -> HttpResponse:
    """The way to the provider."""
    provider = get_adapter(request).get_provider(request, "organisation")
    try:
        return provider.ask(request, onwards)
    except (requests.RequestException, KeyError, ValueError, OAuth2Error):
        return refusal(
            request, 503, "Your organisation's sign-in does not answer just now. Try again later."
        )


def refusal(request: HttpRequest, status: int, why: str) -> HttpResponse:
    """A page that says why somebody is not signed in."""
    return render(request, "account/not_signed_in.html", {"why": why}, status=status)


def failed(request: HttpRequest, error: str, exception: BaseException | None) -> None:
    """Answers a sign-in that went wrong between the provider and us."""
    if isinstance(exception, Refused):
        why = f"{exception} Nobody was signed in."
    elif isinstance(exception, requests.RequestException):
        raise ImmediateHttpResponse(
            refusal(
                request,
                503,
                "Your organisation's sign-in does not answer just now. Try again later.",
            )
        )
    elif error == "cancelled":
        why = "You stopped signing in at your organisation. Nobody was signed in."
    else:
        why = (
            "This does not continue a sign-in that began here, or it began too long ago. "
            "Nobody was signed in. Begin again."
        )
    raise ImmediateHttpResponse(refusal(request, 403, why))
