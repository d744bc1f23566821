"""`manage.py write_workbook EDITION FILE`: elements as a workbook to change and send back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.editions.kinds import kinds, kinds_by_plural
from opmodel.editions.models import Edition
from opmodel.workbooks.base import Base
from opmodel.workbooks.parts import NoSuchPart, part_of
from opmodel.workbooks.writing import write_workbook


class Command(BaseCommand):
    help = "Writes an edition, or the part of a holder or directorate, as a workbook."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="The edition's slug.")
        parser.add_argument("file", type=Path)
        parser.add_argument("--holder", help="Only what the holder with this key holds.")
        parser.add_argument("--directorate", help="Only what stands in this directorate.")
        parser.add_argument(
            "--kind", action="append", default=[], help="Only lists such as limits."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        edition = (
            Edition.objects.select_related("organisation").filter(slug=options["edition"]).first()
        )
        if edition is None:
            raise CommandError(f"There is no edition “{options['edition']}”.")
        if options["holder"] and options["directorate"]:
            raise CommandError("Ask for a holder or for a directorate, not for both.")
        base = Base.of(edition)
        try:
            part = part_of(
                base,
                holder=options["holder"] or "",
                directorate=options["directorate"] or "",
                only={self._kind(name) for name in options["kind"]},
            )
        except NoSuchPart as error:
            raise CommandError(str(error)) from error
        title = ", ".join(
            filter(None, (edition.organisation.name, edition.title, edition.label))
        ) + (f": {part.name}" if part.name else "")
        options["file"].write_bytes(write_workbook(base, part.records, title=title))
        self.stdout.write(f"{options['file']}: {len(part.records)} rows.")

    def _kind(self, name: str) -> str:
        by_plural = kinds_by_plural()
        if name in by_plural:
            return by_plural[name].kind_name
        if name in kinds():
            return name
        raise CommandError(f"There is no list “{name}”. There are: {', '.join(by_plural)}.")
