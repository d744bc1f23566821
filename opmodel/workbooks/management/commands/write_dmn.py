"""`manage.py write_dmn EDITION FILE`: an edition's limits as DMN decision tables."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from governance.deciding.days import moment_for
from governance.deciding.loading import scheme_of
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.workbooks.dmn import as_dmn
from opmodel.workbooks.parts import has_limits

NOTHING = 2
"""The exit status where there is nothing to write."""


class Command(BaseCommand):
    help = "Writes the limits of an edition as DMN decision tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="The edition's slug.")
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--on", type=date.fromisoformat, help="The day; else that of which the edition speaks."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        edition = (
            Edition.objects.select_related("organisation").filter(slug=options["edition"]).first()
        )
        if edition is None:
            raise CommandError(f"There is no edition “{options['edition']}”.")
        if not has_limits(edition):
            raise CommandError(f"{edition.title} has no financial limits.", returncode=NOTHING)
        name = f"{edition.organisation.name}, {edition.title}, {edition.label}"
        on = options["on"] or moment_for(edition, Moment.of(timezone.localdate())).on
        options["file"].write_bytes(as_dmn(scheme_of(edition), name=name, on=on))
        self.stdout.write(f"{options['file']}: {name}, limits on {on.isoformat()}.")
