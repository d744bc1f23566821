"""`manage.py grant ROLE USER [ORGANISATION]`: gives somebody a role, or takes it away."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.access.models import User
from opmodel.access.roles import ROLES, end, grant
from opmodel.editions.models import Organisation


class Command(BaseCommand):
    help = "Gives somebody a role on an organisation (an administrator: on the whole registry)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=[role.name for role in ROLES])
        parser.add_argument("user", help="The user name.")
        parser.add_argument("organisation", nargs="?", help="The organisation's slug.")
        parser.add_argument("--end", action="store_true", help="Takes the role away instead.")

    def handle(self, *args: Any, **options: Any) -> None:
        role = next(role for role in ROLES if role.name == options["role"])
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user “{options['user']}”.")
        organisation = None
        if not role.whole_registry:
            organisation = Organisation.objects.filter(slug=options["organisation"]).first()
            if organisation is None:
                raise CommandError("Name the slug of an organisation in the registry.")
        if options["end"]:
            end(role=role, of=user, organisation=organisation)
        else:
            grant(role=role, to=user, organisation=organisation)
        where = organisation.name if organisation else "the whole registry"
        what = "no longer has" if options["end"] else "has"
        self.stdout.write(f"{user} {what} the role of {role.name} for {where}.")
