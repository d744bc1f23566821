"""What the page of a grid of 500 rows costs, beside the same rows in a bare table; what it costs to
try fifty changed rows and to save them."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from django.db import connection, transaction
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Delegation
from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR
from opmodel.drafting.actions.rows import save_rows, try_rows
from opmodel.drafting.grid.columns import columns_of
from opmodel.drafting.grid.reading import Sheet, read_rows
from opmodel.drafting.grid.sending import SentRow
from opmodel.editions.actions.changing import Authored
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from tests.signing_in import sign_in

from .figures import Figure, at_most, information

HANDBOOK = "marlshire-icb-2025-04"
ROWS, PASTED = 500, 50
TIMES_BARE = 1.5
BARE = """<!DOCTYPE html><title>Rows</title><table>
{% for row in rows %}<tr><th>{{ row.key }}</th>{% for text in row.texts %}<td>{{ text }}</td>
{% endfor %}</tr>{% endfor %}</table>"""


def figures(*, times: int = 15) -> list[Figure]:
    """Measured in a draft of the worked handbook, which is gone afterwards."""
    with transaction.atomic():
        base = Edition.objects.select_related("organisation").get(slug=HANDBOOK)
        draft = open_draft(based_on=base, slug="bench-draft", title="Draft", label="Draft")
        user = User.objects.create_user("bench-editor")
        grant(role=EDITOR, to=user, organisation=draft.organisation)
        found = _figures(draft, user, times)
        transaction.set_rollback(True)
    return found


def _figures(draft: Edition, user: User, times: int) -> list[Figure]:
    client = Client(HTTP_HOST="127.0.0.1")
    sign_in(client, user)
    address = f"/{draft.organisation_id}/{draft.slug}/grid/delegations/"
    template = engines["jinja2"].from_string(BARE)

    def page() -> None:
        assert client.get(address).status_code == 200

    def bare() -> None:
        template.render({"rows": _read(draft).rows})

    page(), bare()
    spent = [(_milliseconds(page), _milliseconds(bare)) for _ in range(times)]
    whole, of_it = (min(each) for each in zip(*spent, strict=True))
    with CaptureQueriesContext(connection) as queries:
        page()
    rows = [
        SentRow(row.key, {"conditions": "As agreed"}, row.key, row.seen)
        for row in _read(draft).rows[:PASTED]
    ]
    kind, columns = Delegation, columns_of(Delegation)

    def tried() -> None:
        try_rows(edition=draft, kind=kind, columns=columns, rows=rows, by=user)

    def saved() -> None:
        with transaction.atomic():
            save_rows(
                edition=draft,
                kind=kind,
                columns=columns,
                rows=rows,
                authored=Authored(user, "To be measured"),
            )
            transaction.set_rollback(True)

    return [
        information(f"a page of {ROWS} rows", f"{whole:.0f} ms, {len(queries)} queries"),
        information("the same rows read and written as a bare table", f"{of_it:.0f} ms"),
        at_most("the page, times the bare table", whole / of_it, TIMES_BARE),
        information(f"to try {PASTED} rows, findings included", _shown(tried)),
        information(f"to save {PASTED} rows", _shown(saved)),
    ]


def _read(draft: Edition) -> Sheet:
    return read_rows(
        edition=draft,
        found=Delegation.objects.in_edition(draft),
        columns=columns_of(Delegation),
        stop=ROWS,
    )


def _shown(action: Callable[[], None]) -> str:
    return f"{min(_milliseconds(action) for _ in range(3)):.0f} ms"


def _milliseconds(action: Callable[[], None]) -> float:
    begun = perf_counter()
    action()
    return (perf_counter() - begun) * 1000
