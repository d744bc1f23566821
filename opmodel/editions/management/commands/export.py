"""`manage.py export EDITION FOLDER`: writes an edition as a folder of YAML files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.editions.folder.writing import write_folder
from opmodel.editions.models import Edition
from opmodel.editions.snapshot import take


class Command(BaseCommand):
    help = "Writes an edition as a folder of YAML files, which `import` reads back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="The edition's slug.")
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        edition = Edition.objects.filter(slug=options["edition"]).first()
        if edition is None:
            known = ", ".join(Edition.objects.values_list("slug", flat=True)[:20]) or "none yet"
            raise CommandError(f"There is no edition “{options['edition']}”. There are: {known}.")
        write_folder(take(edition), options["folder"])
        self.stdout.write(
            f"{options['folder']}: {edition.title}, digest {edition.digest or 'none'}"
        )
