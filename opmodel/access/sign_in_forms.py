"""What people fill in to sign in: a name and a password, then a code."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.core import context
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import get_totp_secret
from django import forms

from . import locked, one_time_codes
from .models import User

WRONG_CODE = (
    "That code is not right, or was used already. Wait for the next one your app shows and enter "
    "its six digits."
)
LOCKED = "This account is locked for now."


class SignInForm(LoginForm):
    """A name and a password. The name's field is called what password managers expect."""

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else field_name


class CodeForm(forms.Form):
    """A code from a phone, or a recovery code. Wrong ones count like wrong passwords."""

    authenticator: Authenticator
    """What the code came from, once it is known to be right."""
    reauthenticated = False
    code = forms.CharField(max_length=40)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if locked.is_locked(context.request, self.user):
            raise forms.ValidationError(LOCKED)
        for each in Authenticator.objects.filter(user=self.user).order_by("-type"):
            if self._is_taken(each, code):
                self.authenticator = each
                return code
        locked.count_wrong_code(context.request, self.user)
        raise forms.ValidationError(WRONG_CODE)

    def _is_taken(self, authenticator: Authenticator, code: str) -> bool:
        if authenticator.type == Authenticator.Type.TOTP:
            return one_time_codes.take(authenticator, code)
        return bool(authenticator.wrap().validate_code(code))

    def save(self) -> None:
        # As it is now: the last code taken is noted with it.
        self.authenticator.refresh_from_db()
        self.authenticator.user = self.user
        post_authentication(
            context.request, self.authenticator, reauthenticated=self.reauthenticated
        )


class CodeAgainForm(CodeForm):
    """A code from somebody who is signed in and about to change how they sign in."""

    reauthenticated = True


class FirstCodeForm(forms.Form):
    """The first code of a new app: it shows that the app has the secret."""

    code = forms.CharField(max_length=40)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        # The same secret after a wrong code: the app has it by then.
        self.secret = get_totp_secret(regenerate=False)
        self.period: int | None = None

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.period = one_time_codes.period_of(self.secret, code)
        if self.period is None:
            raise forms.ValidationError(WRONG_CODE)
        return code
