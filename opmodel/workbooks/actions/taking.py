"""Taking a workbook into a draft: whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import Max, RestrictedError

from opmodel.access.models import User
from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Edition, Element, Source
from opmodel.editions.records import Record, instances, stated_fields, stored
from opmodel.workbooks.base import Base, folded
from opmodel.workbooks.changes import ADDED, REMOVED, Change
from opmodel.workbooks.choices import remember, remembered
from opmodel.workbooks.preview import Preview, preview
from opmodel.workbooks.reading import Fault, WorkbookRefused

_LONGEST_REASON: Final = 100
"""Characters that the history has room for."""


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
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except (DataError, IntegrityError, RestrictedError) as error:
        raise WorkbookRefused(
            [
                Fault(
                    None,
                    f"The database refused it: {str(error).splitlines()[0]}.",
                    "Check the row it names.",
                )
            ]
        ) from error
    return seen


def _still_wanted(seen: Preview) -> list[Fault]:
    return [Fault(each.at, each.question, "Choose.") for each in seen.wanted]


class _Writing:
    """Rows one by one, so that each leaves its history: who took which workbook in."""

    def __init__(self, draft: Edition, name: str, by: User | None):
        self.draft, self.name, self.by = draft, name, by
        self.why = f"Workbook {PurePath(name).name}"[:_LONGEST_REASON]

    def write(self, seen: Preview) -> None:
        """What is taken out goes first."""
        for change in reversed(seen.changes):
            if change.what == REMOVED:
                kind: Any = kinds()[change.record.kind]
                self._delete(kind.objects.get(pk=row_id(self.draft.id, change.record.key)))
        added = [change for change in seen.changes if change.what == ADDED]
        if added:
            self._add(added, self._source())
        for change in seen.changes:
            if change.what not in (ADDED, REMOVED):
                self._change(change)

    def _save(self, row: Any, *, new: bool = False) -> None:
        self._note(row)
        row.save(force_insert=new)

    def _delete(self, row: Any) -> None:
        self._note(row)
        row.delete()

    def _note(self, row: Any) -> None:
        if self.by is not None:
            row._history_user = self.by
        row._change_reason = self.why

    def _source(self) -> Source:
        """The workbook as a source of the draft: the same for the same name."""
        title = PurePath(self.name).name[:300]
        key = f"workbook-{folded(PurePath(self.name).stem).replace(' ', '-')}"[:80].strip("-")
        found = Source.objects.in_edition(self.draft).filter(key=key).first()
        if found is not None:
            return found
        last = Source.objects.in_edition(self.draft).aggregate(last=Max("position"))["last"]
        source = Source(
            edition=self.draft,
            key=key,
            title=title,
            note="A workbook that was taken into the draft.",
            position=0 if last is None else last + 1,
        )
        source.full_clean(exclude=["id"])
        self._save(source, new=True)
        return source

    def _add(self, added: list[Change], source: Source) -> None:
        last = dict(
            Element.objects.in_edition(self.draft)
            .values_list("kind")
            .annotate(Max("position"))
            .order_by()
        )
        records = [
            Record(
                each.record.kind,
                each.record.key,
                each.record.values,
                [{"source": source.key, "heading": str(each.at)[:300] if each.at else ""}],
            )
            for each in added
        ]
        elements, links, citations = instances(records, self.draft.id)
        for element in elements:
            element.position += last.get(element.kind, -1) + 1
            self._save(element)
        for row in (*links, *citations):
            self._save(row, new=True)

    def _change(self, change: Change) -> None:
        kind = kinds()[change.record.kind]
        element: Any = kind.objects.get(pk=row_id(self.draft.id, change.record.key))
        changed = {field.name: field.after for field in change.fields}
        for spec in stated_fields(kind):
            if spec.name not in changed:
                continue
            value = changed[spec.name]
            if isinstance(spec, models.ManyToManyField):
                self._relist(change.record, spec)
            elif value is None:
                usual = spec.get_default() if spec.has_default() else None
                empty = None if spec.null else ""
                setattr(element, spec.attname, usual if spec.has_default() else empty)
            else:
                setattr(element, spec.attname, stored(spec, value, self.draft.id))
        self._save(element)

    def _relist(self, record: Record, spec: models.ManyToManyField[Any, Any]) -> None:
        """Writes a list of references anew."""
        link = link_of(spec)
        owner = row_id(self.draft.id, record.key)
        for row in link.model.objects.filter(**{link.owner.attname: owner}):
            self._delete(row)
        listed = {spec.name: record.values.get(spec.name, [])}
        _, rows, _ = instances(
            [Record(record.kind, record.key, {"name": "", **listed})], self.draft.id
        )
        for row in rows:
            self._save(row, new=True)
