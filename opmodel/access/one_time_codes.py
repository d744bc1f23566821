"""Codes from a phone, each taken once.

allauth remembers used codes in a cache, which is each web process's own. Here the period of the
last code taken is kept with the secret, and only a later one is taken (RFC 6238, 5.2).
"""

from __future__ import annotations

from typing import Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.db import transaction

TAKEN: Final = "taken"


def period_of(secret: str, code: str) -> int | None:
    """The period, near now, whose code this is."""
    for period in auth.yield_hotp_counters_from_time():
        expected = auth.format_hotp_value(auth.hotp_value(secret, period))
        if compare_user_code(actual=code, expected=expected):
            return period
    return None


@transaction.atomic
def take(authenticator: Authenticator, code: str) -> bool:
    """Whether the code is right and later than the last one taken; it's then the last itself."""
    # Two requests with one code come one after the other.
    kept = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    period = period_of(decrypt(kept.data["secret"]), code)
    if period is None or period <= kept.data.get(TAKEN, 0):
        return False
    mark(kept, period)
    return True


def mark(authenticator: Authenticator, period: int) -> None:
    """Notes the period of the last code that was taken."""
    authenticator.data[TAKEN] = period
    authenticator.save(update_fields=["data"])
