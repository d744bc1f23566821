"""`manage.py data_dictionary`: writes what every kind and field means, as Markdown."""

from typing import Any

from django.core.management.base import BaseCommand

from opmodel.editions.dictionary import data_dictionary


class Command(BaseCommand):
    help = "Writes the data dictionary, from the models: docs/data-dictionary.md."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(data_dictionary(), ending="")
