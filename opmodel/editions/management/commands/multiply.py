"""`manage.py multiply`: fills the registry with invented organisations, for measuring."""

from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.editions.actions.multiplying import multiply


class Command(BaseCommand):
    help = (
        "Invents organisations with lines of adopted editions, marked as samples. Adopted editions "
        "cannot be removed again: this is for registries that nobody will miss."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisations", type=int, default=40)
        parser.add_argument("--editions", type=int, default=10, help="For each organisation.")
        parser.add_argument("--elements", type=int, default=1500, help="About, in each edition.")
        parser.add_argument("--yes", action="store_true", help="Even where it is no demo.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or options["yes"]):
            raise CommandError(
                "This registry is no demo, and adopted editions cannot be removed again. "
                "If nobody will miss it, say --yes."
            )
        began = perf_counter()
        wanted = {name: options[name] for name in ("organisations", "editions", "elements")}
        if min(wanted.values()) < 1:
            raise CommandError("Ask for at least one of each.")
        made = 0
        for organisation in multiply(**wanted):
            made += 1
            if self.stdout.isatty():
                spent = f"{perf_counter() - began:.0f} s"
                self.stdout.write(f"{organisation.short_name}: {spent}", ending="\r")
                self.stdout.flush()
        self.stdout.write(f"{made} organisations in {perf_counter() - began:.0f} s")
