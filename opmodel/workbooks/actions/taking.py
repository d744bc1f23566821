"""Taking a workbook into a draft: whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.db import transaction

from opmodel.access.models import User
from opmodel.editions.actions.changing import (
    Authored,
    ChangeRefused,
    add_together,
    change,
    cite,
    remove,
)
from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind, Source
from opmodel.editions.records import Record, Value
from opmodel.workbooks.base import Base, folded
from opmodel.workbooks.changes import ADDED, REMOVED, Change, FieldChange
from opmodel.workbooks.choices import remember, remembered
from opmodel.workbooks.preview import Preview, preview
from opmodel.workbooks.reading import Fault, WorkbookRefused


@transaction.atomic
def take_in(
    *,
    name: str,
    data: bytes,
    into: Edition,
    choices: Mapping[str, str] | None = None,
    as_seen: str = "",
    by: User | None = None,
) -> Preview:
    """Writes what a workbook states into a draft, and remembers the choices made for it.

    *as_seen* is the token of the preview that was looked at: where the draft has changed since so
    that something else would be written, nothing is. *by*: whom the history names. Raises
    WorkbookRefused with every fault.
    """
    draft = (
        Edition.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=into.pk)
    )
    if draft.is_frozen:
        raise WorkbookRefused(
            [
                Fault(
                    None,
                    f"{draft.title} is published: nothing of it can change.",
                    "Open a draft based on it, and take the workbook into that.",
                )
            ]
        )
    chosen = remembered(draft.organisation_id) | dict(choices or {})
    seen = preview(name=name, data=data, base=Base.of(draft), choices=chosen)
    if not seen.may_be_taken_in:
        raise WorkbookRefused(seen.faults or _still_wanted(seen))
    if as_seen and as_seen != seen.token():
        raise WorkbookRefused(
            [
                Fault(
                    None,
                    "The draft has changed since the preview, and something else would be written.",
                    "Look at the preview once more.",
                )
            ]
        )
    remember(organisation=draft.organisation, choices=choices or {})
    try:
        with transaction.atomic():
            _Writing(draft, name, by).write(seen)
    except ChangeRefused as refused:
        raise WorkbookRefused(
            [Fault(None, fault.message, "Check the row it names.") for fault in refused.faults]
        ) from refused
    return seen


def _still_wanted(seen: Preview) -> list[Fault]:
    return [Fault(each.at, each.question, "Choose.") for each in seen.wanted]


class _Writing:
    """What a workbook states, by the verbs that write single elements."""

    def __init__(self, draft: Edition, name: str, by: User | None):
        self.draft, self.name = draft, name
        self.authored = Authored(by=by, reason=f"Workbook {PurePath(name).name}")

    def write(self, seen: Preview) -> None:
        """What is taken out goes first."""
        for each in reversed(seen.changes):
            if each.what == REMOVED:
                remove(element=self._element(each), seen=None, authored=self.authored)
        added = [each for each in seen.changes if each.what == ADDED]
        if added:
            self._add(added, self._source())
        for each in seen.changes:
            if each.what not in (ADDED, REMOVED):
                change(
                    element=self._element(each),
                    values={field.name: _after(each, field) for field in each.fields},
                    seen=None,
                    authored=self.authored,
                )

    def _element(self, each: Change) -> Kind:
        kind: Any = kinds()[each.record.kind]
        element: Kind = kind.objects.select_related("edition").get(
            pk=row_id(self.draft.id, each.record.key)
        )
        return element

    def _add(self, added: list[Change], source: Source) -> None:
        add_together(
            edition=self.draft,
            records=[
                Record(
                    each.record.kind,
                    each.record.key,
                    each.record.values,
                    [{"source": source.key, "heading": str(each.at)[:300] if each.at else ""}],
                )
                for each in added
            ],
            authored=self.authored,
        )

    def _source(self) -> Source:
        """The workbook as a source of the draft: the same for the same name."""
        title = PurePath(self.name).name[:300]
        key = f"workbook-{folded(PurePath(self.name).stem).replace(' ', '-')}"[:80].strip("-")
        found = Source.objects.in_edition(self.draft).filter(key=key).first()
        if found is not None:
            return found
        return cite(
            edition=self.draft,
            key=key,
            title=title,
            note="A workbook that was taken into the draft.",
            authored=self.authored,
        )


def _after(change: Change, field: FieldChange) -> Value:
    """What a field is to hold: lists of references as the record has them, in order."""
    return (
        change.record.values.get(field.name, []) if isinstance(field.after, list) else field.after
    )
