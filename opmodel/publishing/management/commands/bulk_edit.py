"""`manage.py bulk_edit EDITION PLURAL`: one field of many rows of a draft, in one go."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.access.models import User
from opmodel.drafting.actions.bulk import BulkEdit, BulkRefused, apply_bulk, preview_bulk
from opmodel.drafting.grid.columns import every_column
from opmodel.drafting.grid.sending import RowsRefused
from opmodel.drafting.rights import NotAllowed
from opmodel.editions.actions.changing import Authored
from opmodel.editions.kinds import kinds_by_plural
from opmodel.editions.models import Edition, Kind
from opmodel.publishing.filters import filters_for


class Command(BaseCommand):
    help = (
        "Changes one field in all rows of a kind that fit: every one of them or none. Says how "
        "many were changed once that is certain."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="The draft's slug.")
        parser.add_argument("plural", help="Which rows, such as delegations.")
        parser.add_argument("--by", required=True, help="The name of whoever does it.")
        parser.add_argument("--reason", required=True, help="In a few words why.")
        parser.add_argument("--field", required=True, help="The field, such as conditions.")
        parser.add_argument(
            "--to", required=True, help="What it is to say, as one would type it; empty for none."
        )
        parser.add_argument("--instead-of", default="", help="Replace only this text in the field.")
        parser.add_argument(
            "--where",
            action="append",
            default=[],
            metavar="FILTER=VALUE",
            help="Only rows that fit, as lists are narrowed: part=approves. May be given again.",
        )
        parser.add_argument(
            "--look", action="store_true", help="Tell what would change, and change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        edition = Edition.objects.filter(slug=options["edition"]).first()
        kind = kinds_by_plural().get(options["plural"])
        by = User.objects.filter(username=options["by"]).first()
        if edition is None:
            raise CommandError(f"There is no edition “{options['edition']}”.")
        if kind is None:
            raise CommandError(f"There are no “{options['plural']}”.")
        if by is None:
            raise CommandError(f"Nobody is called “{options['by']}”.")
        found = _narrowed(kind, edition, options["where"])
        edit = _edit(kind, options)
        try:
            if options["look"]:
                self._look(edition, found, edit, by)
            else:
                saved = apply_bulk(
                    edition=edition,
                    found=found,
                    edit=edit,
                    authored=Authored(by, options["reason"]),
                )
                self.stdout.write(f"{len(saved)} changed")
        except (NotAllowed, BulkRefused) as refused:
            raise CommandError(str(refused)) from refused
        except RowsRefused as refused:
            said = [f"{each.mark}: {each.message}" for each in refused.faults]
            said += [f"{each.mark}: somebody changed it just now" for each in refused.conflicts]
            raise CommandError("Nothing was changed.\n" + "\n".join(said)) from refused

    def _look(self, edition: Edition, found: Any, edit: BulkEdit, by: User) -> None:
        seen = preview_bulk(edition=edition, found=found, edit=edit, by=by)
        for row in seen.rows:
            fault = f" ({row.fault})" if row.fault else ""
            self.stdout.write(f"{row.key}: {row.before or 'empty'} → {row.after or 'empty'}{fault}")
        self.stdout.write(f"{len(seen.rows)} would change, {seen.stay} would stay")


def _narrowed(kind: type[Kind], edition: Edition, where: list[str]) -> Any:
    asked = dict(each.partition("=")[::2] for each in where)
    filters = filters_for(kind)(asked, queryset=kind.objects.in_edition(edition))
    if unknown := asked.keys() - filters.filters.keys():
        raise CommandError(f"Rows cannot be narrowed by {', '.join(sorted(unknown))}.")
    if not filters.is_valid():
        said = (str(each) for errors in filters.errors.values() for each in errors)
        raise CommandError(" ".join(said))
    return filters.qs


def _edit(kind: type[Kind], options: dict[str, Any]) -> BulkEdit:
    columns = {column.name: column for column in every_column(kind)}
    column = columns.get(options["field"])
    if column is None:
        raise CommandError(f"The fields are {', '.join(columns)}.")
    return BulkEdit(column, options["to"], options["instead_of"])
