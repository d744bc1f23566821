"""`manage.py grant ROLE USER [ORGANISATION]`: gives somebody a role, or takes it away."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.access.grants import GrantRefused, end, grant
from opmodel.access.models import Unit, User
from opmodel.access.roles import ROLES, role_named
from opmodel.access.units import unit_of
from opmodel.editions.models import Element, Organisation


class Command(BaseCommand):
    help = (
        "Gives somebody a role on an organisation or on a unit of it. An administrator's may be "
        "for the whole registry: then no organisation is named."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", choices=[role.name for role in ROLES])
        parser.add_argument("user", help="The user name.")
        parser.add_argument("organisation", nargs="?", help="The organisation's slug.")
        parser.add_argument(
            "--unit",
            metavar="KIND:KEY",
            help="For contributors and partners: whose rows, such as place:tarnwold.",
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="The last day."
        )
        parser.add_argument("--reason", default="", help="Why, in a few words.")
        parser.add_argument("--end", action="store_true", help="Takes the role away instead.")

    def handle(self, *args: Any, **options: Any) -> None:
        role = role_named(options["role"])
        user = User.objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user “{options['user']}”.")
        organisation = _organisation(options["organisation"], needed=not role.whole_registry)
        unit = _unit(options["unit"], organisation) if options["unit"] else None
        try:
            if options["end"]:
                said = {"reason": options["reason"]} if options["reason"] else {}
                end(role=role, of=user, organisation=organisation, unit=unit, **said)
            else:
                grant(
                    role=role,
                    to=user,
                    organisation=organisation,
                    unit=unit,
                    until=options["until"],
                    reason=options["reason"],
                )
        except GrantRefused as refused:
            raise CommandError(str(refused)) from refused
        where = organisation.name if organisation else "the whole registry"
        if unit:
            where = f"the {unit.get_kind_display().lower()} {unit.key} of {where}"
        what = "no longer has" if options["end"] else "has"
        self.stdout.write(f"{user} {what} the role of {role.name} for {where}.")


def _organisation(slug: str | None, *, needed: bool) -> Organisation | None:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None and (needed or slug):
        raise CommandError("Name the slug of an organisation in the registry.")
    return found


def _unit(name: str, organisation: Organisation | None) -> Unit:
    kind, _, key = name.partition(":")
    stands = Element.objects.filter(edition__organisation=organisation, kind=kind, key=key)
    if organisation is None or not stands.exists():
        raise CommandError(f"No edition of the organisation has “{name}”.")
    return unit_of(organisation, kind, key)
