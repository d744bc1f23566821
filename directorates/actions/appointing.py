"""Who holds which post is written here: appointed, ended, corrected, taken out.

Each writing says who did it and why, and what it was made in view of; it is whole or not at all. It
needs no edition and changes none. Nothing may overlap: what people hold the post (substantive,
interim, a vacancy, a job share) stands one at a time, a job share beside itself, and somebody may
act beside any of them. The database refuses what gets past the words here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from directorates.models import Appointment
from directorates.selectors.appointments import is_published, mark_of
from opmodel.access.rights import may
from opmodel.access.roles import CHANGE_APPOINTMENTS
from opmodel.editions.actions.changing import Authored, ChangeRefused, FieldFault
from opmodel.editions.models import Organisation

Form = Appointment.Form

FIELDS: Final = ("form", "name", "begins_on", "ends_on", "note")
"""What is said of an appointment besides whose post it is."""

LASTING: Final = (Form.SUBSTANTIVE, Form.INTERIM, Form.VACANT)
"""Forms of which a post has one at a time."""

# Not the locale's: a message must read the same on every machine.
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_EARLIEST, _LATEST = date(1948, 7, 5), date(2148, 7, 5)


@dataclass
class AppointmentOvertaken(Exception):
    """Somebody wrote of the same post after it was read. Nothing was written."""

    who: AbstractBaseUser | None = None
    when: datetime | None = None
    reason: str = ""

    def __str__(self) -> str:
        return (
            "Somebody changed who holds this post since you opened it. Look at what stands there "
            "now, and write it again if it is still right."
        )


@transaction.atomic
def appoint(
    *,
    organisation: Organisation,
    post: str,
    values: Mapping[str, Any],
    authored: Authored,
    seen: str | None = None,
    takes_over: bool = False,
) -> Appointment:
    """Records that somebody holds a post, or that it is vacant.

    *seen* is the mark of what stood at the post when it was read. With *takes_over*, what holds the
    post on the first day ends the day before. Raises ChangeRefused and AppointmentOvertaken.
    """
    _check(organisation, authored)
    standing = _held(organisation, post)
    if seen is not None and seen != mark_of(standing):
        raise _overtaken(organisation, post)
    if not is_published(organisation=organisation, post=post):
        raise ChangeRefused([FieldFault("post", "No published edition has this post.")])
    made = Appointment(organisation=organisation, post=post, recorded_at=timezone.now())
    _set(made, values)
    if takes_over:
        standing = _give_way(made, standing, authored)
    _write(made, standing, authored)
    return made


@transaction.atomic
def end(
    *, appointment: Appointment, last_day: date, seen: int | None, authored: Authored
) -> Appointment:
    """Records the last day of an appointment. Raises ChangeRefused and AppointmentOvertaken."""
    _check(appointment.organisation, authored)
    current, standing = _current(appointment, seen)
    if current.ends_on is not None and current.ends_on < last_day:
        raise ChangeRefused(
            [FieldFault("ends_on", "It ends before that day already. Correct it instead.")]
        )
    current.ends_on = last_day
    return _changed(current, standing, authored)


@transaction.atomic
def correct(
    *,
    appointment: Appointment,
    values: Mapping[str, Any],
    seen: int | None,
    authored: Authored,
) -> Appointment:
    """Puts right what was recorded; what is not named stays. Where nothing differs nothing is
    written. Raises ChangeRefused and AppointmentOvertaken."""
    _check(appointment.organisation, authored)
    current, standing = _current(appointment, seen)
    before = [getattr(current, name) for name in FIELDS]
    _set(current, values)
    if before == [getattr(current, name) for name in FIELDS]:
        return current
    return _changed(current, standing, authored)


@transaction.atomic
def take_out(*, appointment: Appointment, seen: int | None, authored: Authored) -> None:
    """Takes out what should never have been recorded; its history stays. Raises
    AppointmentOvertaken."""
    _check(appointment.organisation, authored)
    current, _ = _current(appointment, seen)
    _note(current, authored)
    current.delete()


# ---- What stands in the way ----


def _check(organisation: Organisation, authored: Authored) -> None:
    """Whoever writes has the right; a command of the machine, which nobody signed, may."""
    if authored.by is not None and not may(authored.by, CHANGE_APPOINTMENTS, organisation):
        raise PermissionDenied("Only who keeps the appointments of the organisation may.")
    if not authored.reason.strip():
        raise ChangeRefused([FieldFault("reason", "Say in a few words why.")])


def _held(organisation: Organisation, post: str) -> list[Appointment]:
    """Everything recorded of a post, held against another writing until the end of the
    transaction. The organisation is locked, for a post without appointments has no row to lock."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    return list(Appointment.objects.filter(organisation=organisation, post=post))


def _current(appointment: Appointment, seen: int | None) -> tuple[Appointment, list[Appointment]]:
    """The appointment as it stands, and the others of its post."""
    standing = _held(appointment.organisation, appointment.post)
    current = next((row for row in standing if row.pk == appointment.pk), None)
    if current is None or (seen is not None and current.version != seen):
        raise _overtaken(appointment.organisation, appointment.post)
    return current, [row for row in standing if row.pk != current.pk]


def _overtaken(organisation: Organisation, post: str) -> AppointmentOvertaken:
    history: Any = Appointment.history
    last = history.filter(organisation=organisation.pk, post=post).select_related("history_user")
    record = last.first()
    if record is None:
        return AppointmentOvertaken()
    return AppointmentOvertaken(
        record.history_user, record.history_date, record.history_change_reason or ""
    )


def _set(row: Appointment, values: Mapping[str, Any]) -> None:
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise ChangeRefused(
            [FieldFault(name, "Nothing of that name is kept of an appointment.")
             for name in sorted(unknown)]
        )  # fmt: skip
    for name, value in values.items():
        setattr(row, name, _plainly(value) if name == "name" else value)
    if row.form == Form.VACANT and values.get("form") == Form.VACANT and not values.get("name"):
        row.name = ""


def _plainly(name: str) -> str:
    """A name as it is kept: single blanks between its parts, letters in one form."""
    return " ".join(unicodedata.normalize("NFC", name or "").split())


def _faults(row: Appointment, standing: list[Appointment]) -> Iterator[FieldFault]:
    if row.form == Form.VACANT and row.name:
        yield FieldFault("name", "A vacancy has no name. Leave it empty, or choose another form.")
    if row.form != Form.VACANT and not row.name:
        yield FieldFault("name", "Say who it is.")
    for field, words in (("begins_on", "first"), ("ends_on", "last")):
        day = getattr(row, field)
        if day is not None and not _EARLIEST <= day <= _LATEST:
            yield FieldFault(
                field,
                f"The {words} day must lie between {_EARLIEST.year} and {_LATEST.year}.",
            )
    if row.begins_on and row.ends_on and row.ends_on < row.begins_on:
        yield FieldFault("ends_on", "It cannot end before it begins.")
        return
    for other in standing:
        if other.overlaps(row) and (why := _clash(row, other)):
            yield FieldFault("begins_on", why)


def _clash(row: Appointment, other: Appointment) -> str:
    """Why the two cannot stand on the same day; empty where they can."""
    who = f"{other.name} ({other.get_form_display().lower()})" if other.name else "A vacancy"
    stands = f"{who} is recorded {_days(other)}."
    if row.name and row.name.casefold() == other.name.casefold():
        return f"{stands} Nobody holds the same post twice on one day."
    forms = {row.form, other.form}
    if forms == {Form.ACTING}:
        return f"{stands} One person acts at a time."
    if Form.ACTING in forms or forms == {Form.SHARED}:
        return ""
    return f"{stands} End that before this begins, or have this take over from it."


def _days(row: Appointment) -> str:
    """“from 5 January 2026 to 31 March 2026”; “for all days” where neither is recorded."""
    begins = f"from {_said(row.begins_on)}" if row.begins_on else ""
    ends = f"to {_said(row.ends_on)}" if row.ends_on else ""
    return f"{begins} {ends}".strip() or "for all days"


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


# ---- Writing ----


def _give_way(
    made: Appointment, standing: list[Appointment], authored: Authored
) -> list[Appointment]:
    """Ends, on the day before the new one begins, whatever of the post would clash with it."""
    if made.begins_on is None:
        raise ChangeRefused([FieldFault("begins_on", "Say from which day this takes over.")])
    for other in standing:
        begun = other.begins_on is None or other.begins_on < made.begins_on
        if begun and other.overlaps(made) and _clash(made, other):
            other.ends_on = made.begins_on - timedelta(days=1)
            other.version += 1
            _save(other, authored)
    return standing


def _changed(current: Appointment, standing: list[Appointment], authored: Authored) -> Appointment:
    current.version += 1
    _write(current, standing, authored)
    return current


def _write(row: Appointment, standing: list[Appointment], authored: Authored) -> None:
    faults = list(_faults(row, standing))
    if not faults:
        faults = list(_refused_by_model(row))
    if faults:
        raise ChangeRefused(faults)
    with _refusals():
        _save(row, authored)


def _refused_by_model(row: Appointment) -> Iterator[FieldFault]:
    try:
        row.clean_fields(exclude=["organisation"])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            for message in messages:
                yield FieldFault("" if name == NON_FIELD_ERRORS else name, message)


@contextmanager
def _refusals() -> Iterator[None]:
    """Puts what the database refuses into words: what somebody else wrote in the same moment."""
    try:
        with transaction.atomic():
            yield
    except (DataError, IntegrityError) as error:
        said = "The post is held otherwise on some of those days. Look at what stands there now."
        raise ChangeRefused([FieldFault("begins_on", said)]) from error


def _save(row: Appointment, authored: Authored) -> None:
    _note(row, authored)
    row.save()


def _note(row: Any, authored: Authored) -> None:
    if authored.by is not None:
        row._history_user = authored.by
    row._change_reason = authored.reason.strip()
    if authored.request is not None:
        row._history_request = authored.request
