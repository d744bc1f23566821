"""`manage.py account USER`: makes an account, gives a link to set its password, or mends it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from opmodel.access import sessions
from opmodel.access.models import User


class Command(BaseCommand):
    help = (
        "Makes the account where there is none, and prints a link by which its owner sets a "
        "password, once. Hand it over so that nobody else reads it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", help="The user name.")
        parser.add_argument("--first-name", help="Shown with what they change.")
        parser.add_argument("--last-name")
        parser.add_argument(
            "--remove-second-factor",
            action="store_true",
            help="For who lost phone and recovery codes: they set up another after signing in.",
        )
        parser.add_argument("--switch-off", action="store_true", help="Nobody signs in to it.")
        parser.add_argument("--switch-on", action="store_true", help="It is opened again.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["user"]).first() or User(
            username=options["user"]
        )
        for field in ("first_name", "last_name"):
            if options[field] is not None:
                setattr(user, field, options[field])
        if options["switch_off"] or options["switch_on"]:
            user.is_active = not options["switch_off"]
        if user._state.adding:
            user.set_unusable_password()
            _checked(user)
        user.save()
        if options["remove_second_factor"]:
            Authenticator.objects.filter(user=user).delete()
            sessions.end_all(user)
        if user.is_active:
            self.stdout.write(_link(user))
            hours = settings.PASSWORD_RESET_TIMEOUT // 3600
            self.stderr.write(f"It opens once, within {hours} hours, below the registry's address.")
        else:
            self.stderr.write("The account is switched off; its sessions have ended.")


def _checked(user: User) -> None:
    try:
        user.full_clean()
    except ValidationError as error:
        said = " ".join(error.messages)
        raise CommandError(f"“{user.username}” cannot be a user name. {said}") from error


def _link(user: User) -> str:
    named = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return reverse("password-by-link", args=(named, token))
