"""Taking a workbook into a draft: whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.models import Max, RestrictedError

from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds, link_of
from opmodel.editions.models import Edition, Element, Source
from opmodel.editions.records import Record, instances, stated_fields, stored
from opmodel.workbooks.base import Base, folded
from opmodel.workbooks.changes import ADDED, REMOVED, Change
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
) -> Preview:
    """Writes what a workbook states into a draft, and remembers the choices made for it.

    *as_seen* is the token of the preview that was looked at: where the draft has changed since so
    that something else would be written, nothing is. Raises WorkbookRefused with every fault.
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
            _write(draft, name, seen)
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


def _write(draft: Edition, name: str, seen: Preview) -> None:
    """Rows one by one, so that each leaves its history. What is taken out goes first."""
    for change in reversed(seen.changes):
        if change.what == REMOVED:
            kinds()[change.record.kind].objects.get(pk=row_id(draft.id, change.record.key)).delete()
    added = [change for change in seen.changes if change.what == ADDED]
    if added:
        _add(draft, added, _source(draft, name))
    for change in seen.changes:
        if change.what not in (ADDED, REMOVED):
            _change(draft, change)


def _source(draft: Edition, name: str) -> Source:
    """The workbook as a source of the draft: the same for the same name."""
    title = PurePath(name).name[:300]
    key = f"workbook-{folded(PurePath(name).stem).replace(' ', '-')}"[:80].strip("-")
    found = Source.objects.in_edition(draft).filter(key=key).first()
    if found is not None:
        return found
    last = Source.objects.in_edition(draft).aggregate(last=Max("position"))["last"]
    source = Source(
        edition=draft,
        key=key,
        title=title,
        note="A workbook that was taken into the draft.",
        position=0 if last is None else last + 1,
    )
    source.full_clean(exclude=["id"])
    source.save(force_insert=True)
    return source


def _add(draft: Edition, added: list[Change], source: Source) -> None:
    last = dict(
        Element.objects.in_edition(draft).values_list("kind").annotate(Max("position")).order_by()
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
    elements, links, citations = instances(records, draft.id)
    for element in elements:
        element.position += last.get(element.kind, -1) + 1
        element.save()
    for row in (*links, *citations):
        row.save(force_insert=True)


def _change(draft: Edition, change: Change) -> None:
    kind = kinds()[change.record.kind]
    element: Any = kind.objects.get(pk=row_id(draft.id, change.record.key))
    changed = {field.name: field.after for field in change.fields}
    for spec in stated_fields(kind):
        if spec.name not in changed:
            continue
        value = changed[spec.name]
        if isinstance(spec, models.ManyToManyField):
            _relist(draft, change.record, spec)
        elif value is None:
            usual = spec.get_default() if spec.has_default() else None
            empty = None if spec.null else ""
            setattr(element, spec.attname, usual if spec.has_default() else empty)
        else:
            setattr(element, spec.attname, stored(spec, value, draft.id))
    element.save()


def _relist(draft: Edition, record: Record, spec: models.ManyToManyField[Any, Any]) -> None:
    """Writes a list of references anew."""
    link = link_of(spec)
    owner = row_id(draft.id, record.key)
    for row in link.model.objects.filter(**{link.owner.attname: owner}):
        row.delete()
    listed = {spec.name: record.values.get(spec.name, [])}
    _, rows, _ = instances([Record(record.kind, record.key, {"name": "", **listed})], draft.id)
    for row in rows:
        row.save(force_insert=True)
