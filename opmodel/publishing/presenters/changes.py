"""Who changed what, in words: a line for each change, and one change field by field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from opmodel.access.rights import may
from opmodel.access.roles import VIEW_AUDIT, VIEW_DRAFTS
from opmodel.audit.models import Entry
from opmodel.audit.reading import Change, FieldChange, Names, names_in, told
from opmodel.audit.recorded import Recorded
from opmodel.editions.kinds import lists
from opmodel.editions.models import Citation, Edition, Element, Kind, Link, Organisation
from opmodel.editions.records import stated_fields
from opmodel.publishing import addresses
from opmodel.publishing.words import NOT_RECORDED, counted

from .values import label_of, words_of

REDACTED: Final = "redacted"
NOBODY: Final = "a command of whoever runs the registry"
_MOST_FIELDS: Final = 3
_LONGEST: Final = 90
_TAGS: Final = {
    Entry.What.ADDED: ("Added", "green"),
    Entry.What.CHANGED: ("Changed", "yellow"),
    Entry.What.REMOVED: ("Ended", "red"),
    Entry.What.REDACTED: ("Redacted", "grey"),
}
_NAMED_BY: Final = ("name", "title", "post", "rule", "key")


@dataclass(frozen=True)
class FieldLine:
    """A field before and after."""

    label: str
    before: str
    after: str

    @property
    def in_short(self) -> str:
        return f"{self.label}: {_short(self.before)} → {_short(self.after)}"


@dataclass(frozen=True)
class ChangeLine:
    """One change: when, who, what, why."""

    number: int
    when: datetime
    who: str
    tag: str
    colour: str
    kind: str
    name: str
    fields: tuple[FieldLine, ...]
    reason: str
    edition: str
    url: str

    @property
    def in_short(self) -> str:
        """What changed, in a sentence; empty where the tag says it all."""
        if self.tag != "Changed":
            return ""
        more = len(self.fields) - _MOST_FIELDS
        said = "; ".join(each.in_short for each in self.fields[:_MOST_FIELDS])
        return f"{said}; and {counted(more, 'more')}" if more > 0 else said


def lines(
    entries: Sequence[Entry], organisation: Organisation, editions: dict[UUID, Edition]
) -> list[ChangeLine]:
    """The changes in words: the same few queries however many there are."""
    changes = told(entries)
    names = names_in(changes)
    return [line_of(change, names, organisation, editions) for change in changes]


def line_of(
    change: Change, names: Names, organisation: Organisation, editions: dict[UUID, Edition]
) -> ChangeLine:
    """One change in words."""
    entry = change.entry
    tag, colour = _TAGS[Entry.What(entry.what)]
    if change.is_baseline:
        tag, colour = "Noted", "grey"
    if change.is_restoring:
        tag = "Restored"
    kind, name = _subject(change, names)
    edition = editions.get(entry.edition_id) if entry.edition_id else None
    return ChangeLine(
        number=entry.number,
        when=timezone.localtime(entry.recorded_at),
        who=names.people.get(entry.by_id, NOBODY) if entry.by_id else NOBODY,
        tag=tag,
        colour=colour,
        kind=kind,
        name=name,
        fields=tuple(_field(each, change, names) for each in change.fields),
        reason=_reason(entry),
        edition=edition.label if edition else "",
        url=of_change(organisation, entry.number),
    )


def _reason(entry: Entry) -> str:
    if "history_change_reason" in (entry.redacted or {}):
        return REDACTED
    return entry.reason or ""


def _subject(change: Change, names: Names) -> tuple[str, str]:
    """What was changed: what it is, and what it is called."""
    model = change.model
    if model is None:
        return "record", change.entry.object
    what = str(model._meta.verbose_name)
    if change.entry.what == Entry.What.REDACTED:
        number = (change.entry.about or {}).get("number")
        return what, f"what change {number} said of somebody"
    if issubclass(model, Link):
        owner, target = (_named(change, end, names) for end in model.ends)
        return _list_called(model), f"{target}, in that of {owner}"
    if issubclass(model, Citation):
        where = " ".join(
            filter(None, (_named(change, "source", names), change.value("heading") or ""))
        )
        return "citation", f"{where}, at {_named(change, 'element', names)}"
    if hasattr(model, "user") and hasattr(model, "role"):
        role = words_of(_spec(model, "role"), change.value("role"))
        return "role", f"{role} for {_named(change, 'user', names)}"
    name = next(
        (str(said) for each in _NAMED_BY if _has(model, each) and (said := change.value(each))),
        change.entry.object,
    )
    return what, name


def _named(change: Change, name: str, names: Names) -> str:
    model = change.model
    return str(names.of(_spec(model, name), change.value(name))) if model else ""


def _spec(model: type[models.Model], name: str) -> models.Field:
    field: Any = model._meta.get_field(name)
    return field


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)


def _list_called(link: type[Link]) -> str:
    """What the list of references is called that the rows of a link make up."""
    owner = _spec(link, link.ends[0]).related_model
    if isinstance(owner, type) and issubclass(owner, Kind):
        for each in lists(owner):
            if each.remote_field.through is link:
                return f"list of {each.verbose_name}"
    return "list"


def _field(each: FieldChange, change: Change, names: Names) -> FieldLine:
    gone = str(each.field.column) in (change.entry.redacted or {})
    return FieldLine(
        label=label_of(each.field),
        before=_words(each.field, each.before, names) or NOT_RECORDED,
        after=REDACTED if gone else _words(each.field, each.after, names) or NOT_RECORDED,
    )


def _words(field: models.Field, value: Any, names: Names) -> str:
    if isinstance(field, models.JSONField):
        return _plainly(value)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%-d %B %Y, %H:%M}"
    spec = field.base_field if isinstance(field, ArrayField) else field
    return words_of(spec, names.of(field, value))


def _plainly(value: Any) -> str:
    """What a field of several values holds, as people can read it."""
    match value:
        case None | "" | [] | {}:
            return ""
        case dict():
            return "; ".join(f"{name}: {_plainly(each) or '–'}" for name, each in value.items())
        case list():
            return ", ".join(map(_plainly, value))
        case _:
            return str(value)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"


# ---- As it was recorded ----


def facts_of(recorded: Recorded, kind: type[Kind], edition: Edition) -> list[tuple[str, str]]:
    """What an element stated, field by field; two queries, whatever it refers to."""
    keys = {
        key
        for field in stated_fields(kind)
        if field.is_relation and (value := recorded.values.get(field.name))
        for key in ([value] if isinstance(value, str) else value)
    }
    called = dict(
        Element.objects.in_edition(edition).filter(key__in=keys).values_list("key", "name")
    )
    facts = []
    for field in stated_fields(kind):
        value = recorded.values.get(field.name)
        if field.name == "name" or value in (None, "", [], False):
            continue
        facts.append((label_of(field), _stated(field, value, called)))
    return facts


def _stated(field: models.Field, value: Any, called: dict[str, str]) -> str:
    if field.is_relation:
        keys: Iterable[str] = [value] if isinstance(value, str) else value
        return ", ".join(called.get(key, key) for key in keys)
    if isinstance(field, ArrayField):
        return words_of(field.base_field, value)
    return words_of(field, field.to_python(value))


# ---- Addresses ----


def of_changes(organisation: Organisation) -> str:
    """Who changed what in an organisation."""
    return f"{addresses.of_organisation(organisation)}changes/"


def of_change(organisation: Organisation, number: int) -> str:
    return f"{of_changes(organisation)}{number}/"


def recorded_link(request: HttpRequest, edition: Edition, element: Kind) -> str:
    """The way to an element as it was recorded, for who sees the organisation's drafts."""
    sees = may(request.user, VIEW_DRAFTS, edition.organisation_id)
    return of_recorded(edition, element.kind, element.key) if sees else ""


def changes_link(request: HttpRequest, organisation: Organisation) -> str:
    """The way to who changed what, for who may see that."""
    return of_changes(organisation) if may(request.user, VIEW_AUDIT, organisation) else ""


def of_recorded(edition: Edition, kind: str, key: str, at: datetime | None = None) -> str:
    """An element as it was recorded at a moment: just after it, so that what was recorded then is
    in it."""
    address = f"{addresses.of_key(edition, kind, key)}recorded/"
    if at is None:
        return address
    after = timezone.localtime(at) + timedelta(seconds=1)
    return f"{address}?at={after:%Y-%m-%dT%H:%M:%S}"
