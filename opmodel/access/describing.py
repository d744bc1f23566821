"""The table of roles and rights in words, for the page of roles and for docs/roles.md."""

from __future__ import annotations

from typing import Final

from opmodel.editions.belonging import UNIT_KINDS, belonging_fields
from opmodel.editions.kinds import kinds

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
    "What is listed among several, such as one power for three places, belongs to none of them; nor "
    "do committees, instruments, agreements and whatever else binds the whole organisation."
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
        by = [str(kind._meta.get_field(field).verbose_name) for field in fields]  # type: ignore[union-attr]
        *first, last = by
        words = f"{', '.join(first)} or {last}" if first else last
        plural = str(kind._meta.verbose_name_plural)
        found.append((plural[:1].upper() + plural[1:], words))
    return found


def document() -> str:
    """docs/roles.md."""
    lines = [
        "# Roles and rights",
        "",
        "<!-- `manage.py roles` writes this. What stands here stands in opmodel/access/roles.py. -->",
        "",
        PUBLIC,
        "",
        "| Role | What it is for | Granted for | May |",
        "| --- | --- | --- | --- |",
        *(
            f"| {role.title} | {role.description} | {role.where} | "
            f"{'; '.join(rights_in_words(role))} |"
            for role in ROLES
        ),
        "",
        "Whoever changes anything, in whatever role, signs in with a second factor. What somebody may "
        "not see answers as if it were not there (404); what they see and may not change says so "
        "(403).",
        "",
        "## Rows of one's own",
        "",
        OWN_ROWS,
        "",
        BELONGS,
        "",
        "| These | by their |",
        "| --- | --- |",
        *(f"| {plural} | {by} |" for plural, by in belonging_in_words()),
        "",
        NO_MORE,
        "",
        "A kind says so by its `nests_in` and `belongs_by`; "
        f"units are of {len(UNIT_KINDS)} kinds. [Decision 0013](decisions/0013-roles-and-the-gate.md).",
        "",
        "## Granting",
        "",
        "An administrator of an organisation grants and ends roles in it under *People and roles*, "
        "never to themselves and never elsewhere. Whoever runs the registry does so by command, for "
        "any organisation and for the whole registry:",
        "",
        "```sh",
        "manage.py grant editor NAME ORGANISATION --until 2027-03-31 --reason 'Looks after the scheme'",
        "manage.py grant contributor NAME ORGANISATION --unit place:KEY",
        "manage.py grant administrator NAME",
        "manage.py grant editor NAME ORGANISATION --end",
        "```",
        "",
        "A role ends by itself after its last day: it counts no longer from that midnight on, and every "
        "night the worker takes away the rights that followed from it.",
        "",
    ]
    return "\n".join(lines)
