"""`manage.py verify`: proves that every published edition still is what was published."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opmodel.editions.actions.verifying import verify_editions


class Command(BaseCommand):
    help = "Computes the digest of every published edition anew and compares."

    def handle(self, *args: Any, **options: Any) -> None:
        count, broken = 0, []
        for verified in verify_editions():
            count += 1
            if not verified.is_whole:
                broken.append(verified.edition.slug)
                self.stderr.write(
                    f"{verified.edition.slug}: published as {verified.edition.digest}, "
                    f"now {verified.found}"
                )
        if broken:
            raise CommandError(
                f"{len(broken)} of {count} editions are not what was published: "
                f"{', '.join(broken)}. Restore them from a backup or an exported folder."
            )
        self.stdout.write(f"All {count} published editions are what was published.")
