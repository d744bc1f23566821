"""`manage.py read_workbook FILE --organisation …`: what a workbook says, and taking it in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.editions.models import Edition, Organisation
from opmodel.workbooks.actions.taking import take_in
from opmodel.workbooks.base import Base
from opmodel.workbooks.choices import remembered
from opmodel.workbooks.findings import State
from opmodel.workbooks.preview import Preview, preview
from opmodel.workbooks.reading import WorkbookRefused


class Command(BaseCommand):
    help = "Shows what a workbook or CSV says, cell by cell, and takes it into a draft if asked to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", help="Whose workbook it is.")
        parser.add_argument("--against", help="The edition to read it against; else the draft.")
        parser.add_argument("--into", help="The draft that it is taken into.")
        parser.add_argument(
            "--choose",
            action="append",
            default=[],
            metavar="QUESTION=ANSWER",
            help="Answers a question of the preview, as it is listed there. May be repeated.",
        )
        parser.add_argument(
            "--cells", action="store_true", help="Lists the cells that were understood, too."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        choices = dict(each.partition("=")[::2] for each in options["choose"])
        edition = self._edition(options)
        organisation = edition.organisation_id if edition else self._organisation(options)
        base = Base.of(edition) if edition else Base.empty(organisation)
        data = path.read_bytes()
        seen = preview(
            name=path.name, data=data, base=base, choices=remembered(organisation) | choices
        )
        self._show(seen, all_cells=options["cells"])
        if not options["into"]:
            return
        try:
            take_in(
                name=path.name,
                data=data,
                into=Edition.objects.get(slug=options["into"]),
                choices=choices,
            )
        except WorkbookRefused as refused:
            raise CommandError(
                f"Nothing was written. {len(refused.faults)} things stand against it."
            ) from refused
        self.stdout.write(f"Taken into {options['into']}.")

    def _edition(self, options: dict[str, Any]) -> Edition | None:
        slug = options["into"] or options["against"]
        if not slug:
            return None
        found = Edition.objects.select_related("organisation").filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no edition “{slug}”.")
        return found

    def _organisation(self, options: dict[str, Any]) -> str:
        slug = options["organisation"]
        if not slug:
            raise CommandError("Name the organisation, or an edition to read the workbook against.")
        if not Organisation.objects.filter(slug=slug).exists():
            raise CommandError(f"There is no organisation “{slug}”.")
        return str(slug)

    def _show_stays(self, seen: Preview) -> None:
        if seen.stays:
            self.stdout.write("Empty cells take nothing out. In the edition, and so staying:")
        for at, name in seen.stays:
            self.stdout.write(f"  {at}: {name}")

    def _show(self, seen: Preview, *, all_cells: bool) -> None:
        for sheet, layout in seen.layouts:
            self.stdout.write(f"{sheet or seen.name}: {layout}.")
        for note in seen.notes:
            self.stdout.write(note)
        counts = seen.counts()
        self.stdout.write(", ".join(f"{number} {state}" for state, number in counts.items()))
        for mark in seen.marks:
            if all_cells or mark.state is State.DOUBTED:
                self.stdout.write(f"  {mark.at}: {mark.state}: {mark.says} {mark.remedy}".rstrip())
        self._show_stays(seen)
        for fault in seen.faults:
            self.stderr.write(f"  {fault}")
        for wanted in seen.wanted:
            self.stdout.write(f"  To choose: {wanted.question} --choose '{wanted.name}=…', one of:")
            for option in wanted.options:
                self.stdout.write(f"    {option.value}: {option.label}")
        for change in seen.changes:
            fields = "; ".join(
                f"{field.label}: {_words(field.before)} → {_words(field.after)}"
                for field in change.fields
                if change.what == "changed"
            )
            self.stdout.write(
                f"  {change.what}: {change.kind_word} “{change.name}” {fields}".rstrip()
            )


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    return ", ".join(value) if isinstance(value, list) else str(value)
