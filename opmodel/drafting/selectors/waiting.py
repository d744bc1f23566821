"""How much waits for somebody: proposals to decide about, and mentions they have not looked at."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from opmodel.access.models import User
from opmodel.access.rights import rights_of
from opmodel.access.roles import CHANGE_DRAFTS, COMMENT

_COUNT: Final = """
SELECT
    (SELECT count(*) FROM drafting_proposal AS proposal
     JOIN editions_edition AS edition ON edition.id = proposal.edition_id
     WHERE proposal.state = 'open' AND edition.state IN ('draft', 'in-review')
        AND (%(everything)s OR edition.organisation_id = ANY (%(changes)s)))
  + (SELECT count(*) FROM drafting_mention AS mention
     JOIN drafting_comment AS comment ON comment.id = mention.comment_id
     JOIN editions_edition AS edition ON edition.id = comment.edition_id
     WHERE mention.user_id = %(user)s AND mention.read_at IS NULL
        AND edition.state IN ('draft', 'in-review')
        AND (%(everything)s OR edition.organisation_id = ANY (%(comments)s)))
"""


def waiting_for(user: User) -> int:
    """One query besides that for their rights, which every page asks for; none for who has none."""
    rights = rights_of(user)
    changes = sorted(rights.on(CHANGE_DRAFTS))
    comments = sorted(rights.on(COMMENT) | {unit[0] for unit in rights.on_units(COMMENT)})
    if not (rights.everything or changes or comments):
        return 0
    asked: dict[str, Any] = {
        "everything": rights.everything,
        "changes": changes,
        "comments": comments,
        "user": user.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, asked)
        row = cursor.fetchone()
    return int(row[0])
