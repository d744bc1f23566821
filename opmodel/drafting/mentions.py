"""Who is named in a comment: `@` and the name by which they sign in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from opmodel.access.models import User
from opmodel.editions.models import Element

from .commenters import may_comment

MOST: Final = 20
"""Names in one comment that are looked up."""

# What a name may consist of, as Django has it; a full stop or the like behind it ends a sentence.
_NAMED: Final = re.compile(r"(?<![\w@.+-])@([\w@.+-]{1,150})")
_BEHIND: Final = ".+-@"


@dataclass(frozen=True)
class Mentioned:
    """The people whom a comment names, and the names by which nobody can be told.

    Of those it is not said why: whether there is such a person is nobody's business who does not
    work with them.
    """

    people: tuple[User, ...]
    nobody: tuple[str, ...]


def names_in(text: str) -> list[str]:
    """The names that a text mentions, each once, in their order."""
    found = (name.rstrip(_BEHIND) for name in _NAMED.findall(text))
    return list(dict.fromkeys(name for name in found if name))[:MOST]


def mentioned_in(text: str, element: Element, *, by: User) -> Mentioned:
    """Who of those that a text names can see what is said about the row."""
    names = names_in(text)
    if not names:
        return Mentioned((), ())
    folded = {name.casefold(): name for name in names}
    rows = User.objects.filter(is_active=True, username__in=_spellings(names))
    people = tuple(
        user
        for user in rows.order_by("username")
        if user.username.casefold() in folded and may_comment(user, element)
    )
    told = {user.username.casefold() for user in people}
    return Mentioned(
        tuple(user for user in people if user.pk != by.pk),
        tuple(name for key, name in folded.items() if key not in told),
    )


def _spellings(names: list[str]) -> set[str]:
    return {spelt for name in names for spelt in (name, name.lower(), name.casefold())}
