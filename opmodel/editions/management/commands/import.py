"""`manage.py import FOLDER…`: takes in editions from folders."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.faults import FolderRefused


class Command(BaseCommand):
    help = "Takes in the edition in each folder: whole or not at all, saying what is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")

    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for folder in options["folders"]:
            try:
                edition = import_edition(folder=folder)
            except FolderRefused as error:
                refused += 1
                for fault in error.faults:
                    self.stderr.write(f"{folder}/{fault}")
                count = len(error.faults)
                self.stderr.write(
                    f"{folder}: nothing was written; {count} fault{'s' if count != 1 else ''}."
                )
                continue
            digest = f", digest {edition.digest}" if edition.digest else ""
            count = edition.elements.count()
            self.stdout.write(
                f"{edition.slug}: {count} elements, {edition.get_state_display()}{digest}"
            )
        if refused:
            raise CommandError(f"{refused} of {len(options['folders'])} folders refused.")
