"""What `manage.py check` looks at: whether signing in by the provider is configured rightly."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured

from .sign_in_groups import meanings


@register()
def provider_is_configured(**_: Any) -> list[Error]:
    """Says what is wrong with the settings of the organisation's provider."""
    if not settings.OIDC_ISSUER:
        return []
    wrong = [
        f"{name} is not set."
        for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_GROUPS")
        if not getattr(settings, name)
    ]
    if not settings.OIDC_ISSUER.startswith("https://") and not settings.DEMO:
        wrong.append("OIDC_ISSUER has to begin with https://.")
    try:
        meanings()
    except ImproperlyConfigured as error:
        wrong.append(str(error))
    return [
        Error(said, id=f"access.E{number:03}", hint="See docs/signing-in.md.")
        for number, said in enumerate(wrong, start=1)
    ]
