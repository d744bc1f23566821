"""What becomes of a workbook that somebody sent: looked at, told what it did not say, taken into
the draft or thrown away. Each asks for the right itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePath
from typing import Final

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils import timezone

from opmodel.access.models import User
from opmodel.access.rights import may
from opmodel.access.roles import CHANGE_DRAFTS
from opmodel.access.viewers import viewer_for
from opmodel.editions.models import Edition
from opmodel.workbooks.choices import remember
from opmodel.workbooks.models import KEPT, Upload
from opmodel.workbooks.questions import answers_to
from opmodel.workbooks.reading import Fault, WorkbookRefused
from opmodel.workbooks.reading.bounds import BYTES
from opmodel.workbooks.uploads import look_at

from .taking import take_in

MOST_KEPT: Final = 20
"""Files of one person; of more, the oldest go."""
_LONGEST_NAME: Final = 300

Somebody = AbstractBaseUser | AnonymousUser


class NotAllowed(PermissionError):
    """Raised where somebody has no right to take workbooks in; the message says what is missing."""


def may_send(user: Somebody, edition: Edition) -> bool:
    """Whether somebody may send workbooks to be looked at against an edition: an editor of its
    organisation who may see it."""
    return (
        may(user, CHANGE_DRAFTS, edition.organisation_id)
        and Edition.objects.visible_to(viewer_for(user)).filter(pk=edition.pk).exists()
    )


@transaction.atomic
def receive(*, by: User, edition: Edition, name: str, data: bytes) -> Upload:
    """Keeps a file for a day. What is wrong with it is told when it is looked at.

    Raises NotAllowed, and WorkbookRefused for one that is too large to keep.
    """
    _check(by, edition)
    if len(data) > BYTES:
        raise WorkbookRefused([too_large(len(data))])
    forget_old()
    upload = Upload.objects.create(edition=edition, sent_by=by, name=_called(name), data=data)
    kept = Upload.objects.filter(sent_by=by).values_list("pk", flat=True)
    Upload.objects.filter(pk__in=list(kept[MOST_KEPT:])).delete()
    return upload


def too_large(size: int) -> Fault:
    """What is said of a file that is not even kept."""
    return Fault(
        None,
        f"The file has {size / 2**20:,.1f} MB; at most {BYTES // 2**20} are read.",
        "Take pictures and sheets that are not needed out of it, or send it in parts.",
    )


@transaction.atomic
def choose(*, by: User, upload: Upload, answers: Mapping[str, str]) -> int:
    """Notes answers to what the workbook asks, for it and for the organisation's next ones.

    What was not asked, and what is no answer to it, is left. Gives how many were noted.
    """
    upload = _mine(by, upload)
    seen = look_at(upload)
    made = {
        wanted.name: answers[wanted.name]
        for wanted in seen.preview.wanted
        if answers.get(wanted.name) in {each.value for each in answers_to(wanted, seen.base)}
    }
    upload.choices = upload.choices | made
    upload.save(update_fields=["choices"])
    remember(organisation=upload.edition.organisation, choices=made)
    return len(made)


@transaction.atomic
def choose_anew(*, by: User, upload: Upload) -> None:
    """Asks again what was chosen before, for this workbook."""
    upload = _mine(by, upload)
    upload.choices = upload.choices | dict.fromkeys(look_at(upload).preview.chosen, "")
    upload.save(update_fields=["choices"])


@transaction.atomic
def take(*, by: User, upload: Upload, as_seen: str) -> Upload:
    """Takes it into its draft, as it was seen; the file itself is then no longer kept.

    Raises NotAllowed, and WorkbookRefused with all that stands against it.
    """
    upload = _mine(by, upload)
    seen = take_in(
        name=upload.name,
        data=bytes(upload.data),
        into=upload.edition,
        choices=upload.choices,
        as_seen=as_seen or "none",
        by=by,
    )
    upload.taken = [
        [change.what, change.record.kind, change.record.key, change.name] for change in seen.changes
    ]
    upload.taken_at = timezone.now()
    upload.data = b""
    upload.save(update_fields=["taken", "taken_at", "data"])
    return upload


@transaction.atomic
def throw_away(*, by: User, upload: Upload) -> None:
    """Forgets a file at once. Whoever sent it may, whatever else they may no longer."""
    Upload.objects.visible_to(by).filter(pk=upload.pk).delete()


def forget_old() -> int:
    """Forgets the files that were kept long enough; gives how many."""
    return Upload.objects.over().delete()[0]


def kept_until(upload: Upload) -> datetime:
    """When a file is forgotten."""
    return upload.sent_at + KEPT


def _called(name: str) -> str:
    """A file's name as it can be kept, and shown on one line."""
    plain = "".join(each for each in PurePath(name).name if each.isprintable())
    # What it is told by stands at the end.
    return plain[-_LONGEST_NAME:] or "workbook"


def _check(by: User, edition: Edition) -> None:
    if not may_send(by, edition):
        raise NotAllowed(
            f"You have no right to bring workbooks into drafts of {edition.organisation.called}."
        )


def _mine(by: User, upload: Upload) -> Upload:
    """The upload, locked. Raises NotAllowed; WorkbookRefused where it is taken in already."""
    _check(by, upload.edition)
    found = (
        Upload.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("edition__organisation")
        .filter(pk=upload.pk)
        .first()
    )
    if found is None:
        raise NotAllowed("This file is no longer kept, or somebody else sent it.")
    if found.taken_at is not None:
        raise WorkbookRefused([Fault(None, "This workbook is taken in already.", "Look below.")])
    return found
