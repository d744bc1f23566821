"""Files that somebody sent: which ones there are, and what they look like against their edition."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Final
from uuid import UUID

from django.http import Http404

from opmodel.access.models import User
from opmodel.editions.models import Edition

from .base import Base
from .choices import remembered
from .models import Upload
from .preview import Preview, preview


@dataclass(frozen=True)
class Looked:
    """A preview with the records it was read against."""

    base: Base
    preview: Preview


def look_at(upload: Upload) -> Looked:
    """What the workbook says against its edition as that is now.

    The last one that was looked at is remembered: whoever turns its pages does not wait for each.
    """
    base = Base.of(upload.edition)
    choices = remembered(upload.edition.organisation_id) | upload.choices
    return _last.or_of(upload, base, choices)


class _Last:
    """One preview, which holds as long as it would be made of the same."""

    def __init__(self) -> None:
        self._made_of: tuple[UUID, dict[str, str]] | None = None
        self._looked: Looked | None = None
        self._lock = Lock()

    def or_of(self, upload: Upload, base: Base, choices: dict[str, str]) -> Looked:
        with self._lock:
            looked = self._looked if self._made_of == (upload.pk, choices) else None
        if looked is not None and looked.base.snapshot == base.snapshot:
            return looked
        made = preview(name=upload.name, data=bytes(upload.data), base=base, choices=choices)
        looked = Looked(base, made)
        with self._lock:
            self._made_of, self._looked = (upload.pk, choices), looked
        return looked


_last: Final = _Last()


def uploads_of(*, user: User, edition: Edition) -> list[Upload]:
    """What somebody sent for an edition and is still kept, the last first; without the files."""
    return list(Upload.objects.visible_to(user).filter(edition=edition).defer("data", "taken"))


def upload_by_id(*, user: User, edition: Edition, identifier: UUID) -> Upload:
    """One of them. Raises Http404 where it is over, or somebody else's."""
    found = (
        Upload.objects.visible_to(user)
        .select_related("edition__organisation")
        .filter(edition=edition, pk=identifier)
        .first()
    )
    if found is None:
        raise Http404("There is no such workbook here. Workbooks are kept for a day.")
    return found
