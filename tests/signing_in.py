"""People who are signed in, for tests that are about something else."""

from __future__ import annotations

import time

from django.test import Client

from opmodel.access.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> None:
    """Signs *user* in at *client*, by a password and, unless said otherwise, a code from a phone.

    What is noted in the session is what allauth notes there: see
    `allauth.account.internal.flows.login.record_authentication`.
    """
    client.force_login(user, backend=BACKEND)
    steps: list[dict[str, object]] = [{"method": "password", "at": time.time()}]
    if second_factor:
        steps.append({"method": "mfa", "type": "totp", "at": time.time()})
    session = client.session
    session["account_authentication_methods"] = steps
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
