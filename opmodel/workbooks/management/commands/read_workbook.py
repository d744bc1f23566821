"""`manage.py read_workbook FILE --organisation …`: what a workbook says, and taking it in."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from opmodel.editions.models import Edition, Organisation
from opmodel.workbooks.actions.taking import take_in
from opmodel.workbooks.base import Base
from opmodel.workbooks.choices import remembered
from opmodel.workbooks.findings import State
from opmodel.workbooks.preview import Preview, preview
from opmodel.workbooks.reading import Fault, WorkbookRefused

_UNUSABLE: Final = 2
"""The exit code where nothing could be read; 1 says that something is refused, or to be chosen."""


class Command(BaseCommand):
    help = "Shows what a workbook or CSV says, cell by cell, and takes it into a draft if asked to."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", help="Whose workbook it is.")
        parser.add_argument("--against", help="The edition to read it against; else the one draft.")
        parser.add_argument("--into", help="The draft that it is read against and taken into.")
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
            raise _unusable(f"There is no file {path}.")
        choices = _choices(options["choose"])
        edition = self._edition(options)
        data = path.read_bytes()
        seen = preview(
            name=path.name,
            data=data,
            base=Base.of(edition),
            choices=remembered(edition.organisation_id) | choices,
        )
        self.stdout.write(f"Read against {edition.title} ({edition.slug}).")
        _known(choices, seen)
        self._show(seen, all_cells=options["cells"])
        if options["into"]:
            self._take_in(path.name, data, edition, choices, seen)
        elif not seen.marks and seen.faults:
            raise SystemExit(_UNUSABLE)
        elif not seen.may_be_taken_in:
            raise SystemExit(1)

    def _take_in(
        self, name: str, data: bytes, into: Edition, choices: dict[str, str], seen: Preview
    ) -> None:
        try:
            take_in(name=name, data=data, into=into, choices=choices)
        except WorkbookRefused as refused:
            self._show_faults([each for each in refused.faults if each not in seen.faults])
            number = len(refused.faults)
            things = "1 thing stands" if number == 1 else f"{number} things stand"
            raise CommandError(
                f"Nothing was written. {things} against it.",
                returncode=1 if seen.marks else _UNUSABLE,
            ) from refused
        self.stdout.write(f"Taken into {into.slug}.")

    def _edition(self, options: dict[str, Any]) -> Edition:
        """The edition that is named, or else the one draft of the organisation."""
        into, against = options["into"], options["against"]
        if into and against and into != against:
            raise _unusable(
                "What is taken into a draft is read against that draft: leave --against out."
            )
        editions = Edition.objects.select_related("organisation")
        organisation = self._organisation(options["organisation"])
        if slug := into or against:
            found = editions.filter(slug=slug).first()
            if found is None:
                raise _unusable(f"There is no edition “{slug}”.")
            if organisation and found.organisation_id != organisation:
                raise _unusable(f"“{slug}” is no edition of “{organisation}”.")
            return found
        if not organisation:
            raise _unusable("Name the organisation, or an edition to read the workbook against.")
        of_it = editions.filter(organisation=organisation).order_by("slug")
        drafts = [each for each in of_it if not each.is_frozen]
        if len(drafts) == 1:
            return drafts[0]
        those = ", ".join(each.slug for each in drafts or of_it) or "none yet"
        why = f"There are {len(drafts)} drafts" if drafts else "There is no draft"
        raise _unusable(f"{why}: name an edition with --against. There are: {those}.")

    def _organisation(self, slug: str | None) -> str:
        if slug and not Organisation.objects.filter(slug=slug).exists():
            raise _unusable(f"There is no organisation “{slug}”.")
        return slug or ""

    def _show_faults(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.stderr.write(f"  {fault}")

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
        self._show_faults(seen.faults)
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


def _unusable(message: str) -> CommandError:
    return CommandError(message, returncode=_UNUSABLE)


def _choices(given: list[str]) -> dict[str, str]:
    """Answers by their question."""
    for each in given:
        question, _, answer = each.partition("=")
        if not (question and answer):
            raise _unusable(f"“{each}” is no answer. Write QUESTION=ANSWER.")
    return dict(each.partition("=")[::2] for each in given)


def _known(choices: dict[str, str], seen: Preview) -> None:
    """Refuses answers to what the workbook does not ask. A file that cannot be read asks nothing,
    and says so itself."""
    asked = {each.name for each in seen.wanted} | seen.chosen.keys()
    others = [f"“{name}”" for name in choices if name not in asked]
    if others and seen.marks:
        those = ", ".join(f"“{name}”" for name in sorted(asked)) or "nothing"
        raise _unusable(f"The workbook does not ask {', '.join(others)}. It asks: {those}.")


def _words(value: Any) -> str:
    if value is None:
        return "nothing"
    return ", ".join(value) if isinstance(value, list) else str(value)
