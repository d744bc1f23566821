"""Opening a draft on the base of an edition, and withdrawing one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from opmodel.access.models import User
from opmodel.access.viewers import viewer_for
from opmodel.drafting.rights import NotAllowed, may_change, may_open
from opmodel.editions.actions import drafting
from opmodel.editions.actions.changing import Authored, ChangeRefused, FieldFault
from opmodel.editions.models import Edition

_LONGEST_SLUG: Final = 80
_TRIES: Final = 20


def open_draft(
    *, by: User, based_on: Edition, title: str, label: str, authored: Authored
) -> Edition:
    """A draft that holds what its base holds; its address is made of organisation and label.

    Several may stand side by side. Raises NotAllowed and ChangeRefused.
    """
    if not may_open(by, based_on):
        raise NotAllowed("You may see this edition but not open a draft on it.")
    if not Edition.objects.visible_to(viewer_for(by)).filter(pk=based_on.pk).exists():
        raise NotAllowed("You cannot see that edition.")
    faults = [
        FieldFault(name, said)
        for name, value, said in (
            ("title", title, "Give the draft a title."),
            ("label", label, "Say how people are to refer to it, in a word or two."),
            ("reason", authored.reason, "Say in a few words why."),
        )
        if not value.strip()
    ]
    if faults:
        raise ChangeRefused(faults)
    for slug in _slugs(based_on, label):
        try:
            return drafting.open_draft(
                based_on=based_on,
                slug=slug,
                title=title.strip(),
                label=label.strip(),
                authored=authored,
            )
        except ValidationError as error:
            if set(error.message_dict) != {"slug"}:
                raise ChangeRefused(
                    [
                        FieldFault(name, message)
                        for name, messages in error.message_dict.items()
                        for message in messages
                    ]
                ) from error
        except IntegrityError:
            continue  # Somebody else took that address in the same moment.
    raise ChangeRefused([FieldFault("label", "Too many drafts are called that. Choose another.")])


def _slugs(base: Edition, label: str) -> Iterator[str]:
    """Addresses that nobody has yet, the plainest first."""
    plain = re.sub(r"[^a-z0-9]+", "-", label.casefold()).strip("-") or "draft"
    begin = f"{base.organisation_id}-{plain}"[: _LONGEST_SLUG - 4].strip("-")
    taken = set(Edition.objects.filter(slug__startswith=begin).values_list("slug", flat=True))
    free = (slug for slug in _numbered(begin) if slug not in taken)
    for _ in range(_TRIES):
        yield next(free)


def _numbered(begin: str) -> Iterator[str]:
    yield begin
    for number in count(2):
        yield f"{begin}-{number}"


@transaction.atomic
def withdraw_draft(*, by: User, edition: Edition, authored: Authored) -> Edition:
    """Closes a draft for good: nothing of it changes any more, and only who sees the organisation's
    drafts still sees it. Raises NotAllowed and ChangeRefused."""
    if not may_change(by, edition):
        raise NotAllowed("You may see this draft but not withdraw it.")
    return drafting.withdraw_draft(edition=edition, authored=authored)
