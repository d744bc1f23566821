"""The table of roles and rights in words, for the page of roles and for docs/roles.md."""

from __future__ import annotations

from typing import Final

from opmodel.editions.belonging import UNIT_KINDS, belonging_fields
from opmodel.editions.kinds import kinds, reference
from opmodel.editions.models import Kind

from .roles import RIGHTS, ROLES, Role

PUBLIC: Final = (
    "What is published anyone may read, without signing in. Everything else takes a role, which "
    "somebody grants for a time or until it is ended. Each grant is kept: who granted it, to whom, "
    "why, since when and until when."
)
OWN_ROWS: Final = (
    "A contributor has a role for a directorate, a place or a collaborative, a partner for an "
    "outside body. Of a draft they see the rows that belong to it and no others: no page, list, "
    "search, count or file tells them what else the draft holds."
)
BELONGS: Final = (
    "A row belongs to the unit that it is, to the unit of what it stands in, and to the unit of "
    "what holds it:"
)
NO_MORE: Final = (
    "What is listed among several, such as one power for three places, belongs to none of them; "
    "nor do committees, instruments, agreements and whatever else binds the whole organisation."
)


def rights_in_words(role: Role) -> list[str]:
    """What a role lets somebody do."""
    given = [text for permission, text in RIGHTS.items() if permission in role.permissions]
    return [f"{text}, for the rows of their unit" for text in given] if role.on_unit else given


def belonging_in_words() -> list[tuple[str, str]]:
    """What belongs to a unit by what: each kind in the plural, with the references."""
    found = []
    for name, fields in belonging_fields().items():
        kind = kinds()[name]
        *first, last = (_by(kind, field) for field in fields)
        plural = str(kind._meta.verbose_name_plural)
        words = f"{', '.join(first)} or {last}" if first else last
        found.append((plural[:1].upper() + plural[1:], words))
    return found


_PLAINLY: Final = {
    "parent": "what they are part of",
    "of": "what they are of",
    "place": "place",
}


def _by(kind: type[Kind], name: str) -> str:
    """A reference in words; by the one kind that leads to a unit, where others may stand there."""
    if name in _PLAINLY:
        return _PLAINLY[name]
    field = reference(kind, name)
    leading = [each for each in field.allowed_kinds() if each in (*UNIT_KINDS, *belonging_fields())]
    if len(leading) == 1 < len(field.allowed_kinds()):
        return str(kinds()[leading[0]]._meta.verbose_name)
    return str(field.verbose_name)


def document() -> str:
    """docs/roles.md."""
    return _DOCUMENT.format(
        public=PUBLIC,
        roles="\n".join(
            f"| {role.title} | {role.description} | {role.where} | "
            f"{'; '.join(rights_in_words(role))} |"
            for role in ROLES
        ),
        own=OWN_ROWS,
        belongs=BELONGS,
        belonging="\n".join(f"| {these} | {by} |" for these, by in belonging_in_words()),
        no_more=NO_MORE,
    )


_DOCUMENT: Final = """\
# Roles and rights

<!-- Written by `manage.py roles` from opmodel/access/roles.py. -->

{public}

| Role | What it is for | Granted for | May |
| --- | --- | --- | --- |
{roles}

Whoever changes anything, in whatever role, signs in with a second factor. What somebody may not see
answers as if it were not there (404); what they see and may not change says so (403).

## Rows of one's own

{own}

{belongs}

| These | by their |
| --- | --- |
{belonging}

{no_more}

A kind says so by its `nests_in` and `belongs_by`.
[Decision 0013](decisions/0013-roles-and-the-gate.md).

## Granting

An administrator of an organisation grants and ends roles in it under *People and roles*, never to
themselves and never elsewhere. Whoever runs the registry does so by command, for any organisation
and for the whole registry:

```sh
manage.py grant editor NAME ORGANISATION --until 2027-03-31 --reason 'Looks after the scheme'
manage.py grant contributor NAME ORGANISATION --unit place:KEY
manage.py grant administrator NAME
manage.py grant editor NAME ORGANISATION --end
```

A role ends by itself after its last day: from that midnight on it no longer counts, and every night
the worker takes away the rights that followed from it.
"""
