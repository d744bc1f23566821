"""`manage.py roles > docs/roles.md`: the table of roles and rights, in words."""

from typing import Any

from django.core.management.base import BaseCommand

from opmodel.access.describing import document


class Command(BaseCommand):
    help = "Prints the table of roles and rights as a document."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(document(), ending="")
