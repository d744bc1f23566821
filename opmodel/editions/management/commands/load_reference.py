"""`manage.py load_reference FOLDER`: adds and corrects organisations, levels and their sources."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.editions.folder.faults import FolderRefused
from opmodel.editions.folder.reference import load_reference


class Command(BaseCommand):
    help = "Loads a folder of reference data: adds and corrects, removes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = load_reference(folder=options["folder"])
        except FolderRefused as refused:
            for fault in refused.faults:
                self.stderr.write(f"{options['folder']}/{fault}")
            raise CommandError("Nothing was written.") from refused
        self.stdout.write(f"{options['folder']}: {count} rows of reference data.")
