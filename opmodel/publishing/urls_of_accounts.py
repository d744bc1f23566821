"""Addresses for signing in and out, and for what people keep of how they do.

Some names are those by which allauth's own steps lead from one page to the next. What is not named
here has no address: nobody signs up, and no mail is sent.
"""

from django.contrib.auth.views import LogoutView
from django.urls import path

from .views import accounts, signing_in

SECOND_FACTOR = "account/second-factor/"

urlpatterns = [
    path("sign-in/", signing_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    path("sign-in/second-factor/", signing_in.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/demo/", signing_in.as_persona, name="sign-in-demo"),
    path("sign-in/organisation/", signing_in.organisation, name="sign-in-organisation"),
    path("sign-in/organisation/back/", signing_in.came_back, name="sign-in-callback"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.ChangePassword.as_view(), name="change-password"),
    path(
        "account/password/<uidb64>/<token>/",
        accounts.PasswordByLink.as_view(),
        name="password-by-link",
    ),
    path("account/sessions/", accounts.end_sessions, name="end-sessions"),
    path("account/again/", accounts.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/again/code/", accounts.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path(SECOND_FACTOR, accounts.SecondFactor.as_view(), name="mfa_index"),
    path(f"{SECOND_FACTOR}set-up/", accounts.SetUp.as_view(), name="mfa_activate_totp"),
    path(f"{SECOND_FACTOR}remove/", accounts.Remove.as_view(), name="mfa_deactivate_totp"),
    path(f"{SECOND_FACTOR}codes/", accounts.Codes.as_view(), name="mfa_view_recovery_codes"),
    path(
        f"{SECOND_FACTOR}codes/new/",
        accounts.NewCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
]
