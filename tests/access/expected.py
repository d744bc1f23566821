"""Who is answered what, at every address: the table that the permission matrix is held against.

One row for each address and question. A method that a row does not name is one the address does
not know, and answers 405 to everybody. `404`: as if it were not there. `403`: they see it, but may
not do that. `302`: to sign in, or done. `400`: they may, but what the test sends is empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

SEE: Final = ("reader", "editor", "reviewer", "secretary", "granter", "administrator")
"""Who sees the organisation's drafts."""
CHANGE: Final = ("editor", "administrator")
READ_ONLY: Final = ("reader", "reviewer", "secretary", "granter")
UNITS: Final = ("contributor", "contributor_elsewhere", "partner")
"""Whose role is for a unit: rows of it are all they see of a draft."""
OUTSIDE: Final = ("anonymous", "outsider", "editor_elsewhere")
SIGNED_IN: Final = (*SEE, *UNITS, "outsider", "editor_elsewhere")
EVERYBODY: Final = ("anonymous", *SIGNED_IN)
FEW: Final = ("anonymous", "outsider", "editor_elsewhere", *UNITS, "editor")
"""Who is tried where an answer is costly: all who must not have it, and one who may."""

Expected = dict[str, int]


def but(otherwise: int, *groups: tuple[tuple[str, ...], int]) -> Expected:
    """The status for everybody but the groups that are named, each with its own."""
    told = dict.fromkeys(EVERYBODY, otherwise)
    for group, status in groups:
        told |= dict.fromkeys(group, status)
    return told


def all_get(status: int) -> Expected:
    return but(status)


PUBLIC: Final = all_get(200)
NOT_THERE: Final = all_get(404)
IN_DRAFT: Final = but(404, (SEE, 200))
"""A page of a draft."""
ACCOUNT: Final = but(200, (("anonymous",), 302))
"""A page of one's own account."""


def changing(status: int) -> Expected:
    """What only those do who change drafts; others who see them are told so."""
    return but(404, (READ_ONLY, 403), (CHANGE, status))


def own_row(status: int, read_only: int | None = None, *, proposing: int | None = None) -> Expected:
    """A row of the contributor's own unit."""
    read = status if read_only is None else read_only
    own = status if proposing is None else proposing
    return but(404, (READ_ONLY, read), (CHANGE, status), (("contributor",), own))


def any_unit(status: int, read_only: int | None = None) -> Expected:
    """What everybody sees who has anything to work on in the draft."""
    return but(status, (READ_ONLY, status if read_only is None else read_only), (OUTSIDE, 404))


@dataclass(frozen=True)
class Row:
    """What one address answers to whom. *at*: what stands for parts of the address; *query*: what
    is asked; *sent*: what a form or a request holds; *few*: tried by FEW alone; *case*: what is
    special about it."""

    route: str
    methods: dict[str, Expected]
    at: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    sent: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    few: bool = False
    case: str = ""

    @property
    def id(self) -> str:
        return self.route + self.query + (f" {self.case}" if self.case else "")


def row(route: str, **stated: Any) -> Row:
    """`get=…, post=…` and so on, and what else a row holds."""
    names = ("get", "post", "put", "patch", "delete")
    methods = {name.upper(): stated.pop(name) for name in names if name in stated}
    return Row(route, methods, **stated)


def read(route: str, told: Expected, **stated: Any) -> Row:
    """A page that only reads, and takes a form that is sent to it for a question."""
    return row(route, get=told, post=told, **stated)


DRAFT: Final = "edition=bob-icb-draft"
SCHEME: Final = {"plural": "delegations"}
ROADMAP: Final = {"name": "roadmap"}
GOVERNANCE: Final = {"name": "governance"}
SAID: Final = {"kind": "partnership", "reason": "Asked for"}
NEW: Final = SAID | {"values": {"name": "Newly made", "place": "oxfordshire"}}
NOBODYS: Final = SAID | {"values": {"name": "Newly made"}}
CHANGED: Final = {"values": {"summary": "New"}, "reason": "Asked for"}
APPOINTED: Final = {
    "organisation": "bob-icb",
    "post": "chief-officer-finance",
    "form": "vacant",
    "reason": "Left",
}
KEEPERS: Final = ("editor", "secretary", "administrator")
"""Who says who holds which post."""
TOLD: Final = ("editor", "secretary", "granter", "administrator")
"""Who sees who changed what."""
TALKING: Final = ("editor", "reviewer", "secretary", "administrator")

PAGES: Final = (
    # The registry itself
    read("home", PUBLIC),
    read("search", PUBLIC),
    read("search", PUBLIC, query="?q=care"),
    read("decide", PUBLIC),
    read("decide-pdf", NOT_THERE),
    read("holders", PUBLIC),
    read("holdings", PUBLIC),
    row("roles", get=PUBLIC),
    read("sources", PUBLIC),
    read("about", PUBLIC),
    read("accessibility", PUBLIC),
    read("edition-folder-schema", PUBLIC),
    read("healthz", PUBLIC),
    read("readyz", PUBLIC),
    # Scenarios: this one is a draft
    read("scenarios", PUBLIC),
    read("scenarios", IN_DRAFT, query=f"?{DRAFT}"),
    read("scenarios-pdf", NOT_THERE),
    read("scenarios-pdf", IN_DRAFT, query=f"?{DRAFT}", few=True),
    row(
        "new-scenario",
        get=but(403, (("anonymous",), 302), (CHANGE, 200)),
        post=but(403, (("anonymous",), 302), (CHANGE, 400)),
    ),
    read("scenario", IN_DRAFT),
    read("scenario-pdf", IN_DRAFT, query=f"?{DRAFT}", few=True),
    row(
        "change-scenario",
        get=but(403, (("anonymous",), 302), (CHANGE, 200)),
        post=but(403, (("anonymous",), 302), (CHANGE, 400)),
    ),
    row("remove-scenario", post=but(403, (("anonymous",), 302), (CHANGE, 400))),
    # Signing in and one's own account: more in test_sign_in.py
    row("sign-in", get=but(302, (("anonymous",), 200)), post=but(302, (("anonymous",), 200))),
    row("account_login", get=but(302, (("anonymous",), 200)), post=but(302, (("anonymous",), 200))),
    row("mfa_authenticate", get=all_get(302), post=all_get(302)),
    row("sign-in-demo", post=NOT_THERE),
    row("sign-in-organisation", get=NOT_THERE),
    row("sign-in-callback", get=NOT_THERE),
    row("sign-out", post=all_get(302)),
    row("account", get=ACCOUNT, post=but(405, (("anonymous",), 302))),
    row("change-password", get=ACCOUNT, post=ACCOUNT),
    row("password-by-link", get=PUBLIC, post=PUBLIC),
    row("end-sessions", get=but(405, (("anonymous",), 302)), post=all_get(302)),
    row(
        "account_reauthenticate",
        get=but(403, (("anonymous",), 302)),
        post=but(403, (("anonymous",), 302)),
    ),
    row(
        "mfa_reauthenticate",
        get=but(403, (("anonymous",), 302)),
        post=but(403, (("anonymous",), 302)),
    ),
    row("mfa_index", get=ACCOUNT, post=but(405, (("anonymous",), 302))),
    row("mfa_activate_totp", get=ACCOUNT, post=ACCOUNT),
    row(
        "mfa_deactivate_totp",
        get=but(404, (("anonymous",), 302)),
        post=but(404, (("anonymous",), 302)),
    ),
    row(
        "mfa_view_recovery_codes",
        get=but(404, (("anonymous",), 302)),
        post=but(405, (("anonymous",), 302)),
    ),
    row("mfa_generate_recovery_codes", get=ACCOUNT, post=ACCOUNT),
    row("your-work", get=ACCOUNT),
    # An organisation
    read("organisation", PUBLIC),
    row(
        "people",
        get=but(
            404,
            (("anonymous",), 302),
            (("reader", "editor", "reviewer", "secretary"), 403),
            (("granter", "administrator"), 200),
        ),
        post=but(
            404,
            (("anonymous",), 302),
            (("reader", "editor", "reviewer", "secretary"), 403),
            (("granter", "administrator"), 400),
        ),
    ),
    row(
        "end-role",
        get=but(
            404,
            (("anonymous",), 302),
            (("reader", "editor", "reviewer", "secretary"), 403),
            (("granter", "administrator"), 200),
        ),
        post=but(
            404,
            (("anonymous",), 302),
            (("reader", "editor", "reviewer", "secretary"), 403),
            (("granter", "administrator"), 400),
        ),
    ),
    row("appointments", get=PUBLIC),
    row("post-appointments", get=PUBLIC, post=but(403, (("anonymous",), 302), (KEEPERS, 400))),
    row(
        "appointment",
        get=but(403, (("anonymous",), 302), (KEEPERS, 200)),
        post=but(403, (("anonymous",), 302), (KEEPERS, 400)),
    ),
    row("changes", get=but(404, (("reader", "reviewer"), 403), (TOLD, 200))),
    row("changes-table", get=but(404, (("reader", "reviewer"), 403), (TOLD, 200))),
    row(
        "change",
        get=but(404, (("reader", "reviewer"), 403), (TOLD, 200)),
        post=but(404, (READ_ONLY, 403), (CHANGE, 400)),
    ),
    # A draft, as any edition
    read("edition", IN_DRAFT),
    read("edition-sources", IN_DRAFT),
    read("chart", IN_DRAFT),
    read("chart-pdf", IN_DRAFT, few=True),
    read("chart-table", IN_DRAFT),
    read("named-chart", IN_DRAFT, at=GOVERNANCE),
    read("named-chart-pdf", IN_DRAFT, at=GOVERNANCE, few=True),
    read("named-chart-table", IN_DRAFT, at=GOVERNANCE),
    read("matrix", IN_DRAFT, at={"name": "_cycle"}),
    read("matrix-pdf", IN_DRAFT, at={"name": "_cycle"}, few=True),
    read("matrix-table", IN_DRAFT, at={"name": "_cycle"}),
    read("programme", IN_DRAFT, at=ROADMAP),
    read("programme-pdf", IN_DRAFT, at=ROADMAP, few=True),
    read("programme-table", IN_DRAFT, at=ROADMAP),
    read("workbook", IN_DRAFT),
    read("limits-dmn", IN_DRAFT),
    row("workbooks", get=IN_DRAFT, post=changing(400)),
    row("upload", get=but(404, (("editor",), 200)), post=but(404, (("editor",), 400))),
    read("checks", IN_DRAFT),
    read("checks-pdf", IN_DRAFT, few=True),
    read("checks-table", IN_DRAFT),
    row("waiving", get=changing(200), post=changing(400)),
    row("end-waiver", post=changing(404)),
    read("compare-with", IN_DRAFT),
    read("compare", IN_DRAFT),
    read("compare-pdf", IN_DRAFT, few=True),
    read("compare-table", IN_DRAFT),
    read("list", IN_DRAFT),
    read("list-table", IN_DRAFT),
    read("element", IN_DRAFT),
    read("history", IN_DRAFT),
    read("history-pdf", IN_DRAFT, few=True),
    read("history-table", IN_DRAFT),
    row("recorded", get=IN_DRAFT),
    row("change-element", get=IN_DRAFT),
    # Working on a draft
    row("open-draft", get=changing(200), post=changing(400)),
    row("work", get=any_unit(200)),
    row(
        "withdraw-draft",
        get=but(404, (READ_ONLY + UNITS, 403), (CHANGE, 200)),
        post=but(404, (READ_ONLY + UNITS, 403), (CHANGE, 400)),
    ),
    row("work-list", get=any_unit(200)),
    row("new-row", get=any_unit(200, 403), post=any_unit(400, 403), at={"plural": "partnerships"}),
    row("row", get=own_row(200), post=own_row(400, 403)),
    row("end-row", get=own_row(200, 403), post=own_row(400, 403)),
    row("restore-row", get=but(404, (READ_ONLY, 403)), post=but(404, (READ_ONLY, 403))),
    row("proposals", get=any_unit(200)),
    row("proposal", get=own_row(200), post=own_row(400)),
    row(
        "proposal",
        get=own_row(200),
        post=own_row(302, 403, proposing=403),
        sent={"do": "accept", "word": "Right"},
        case="accepted",
    ),
    row("comments", get=but(200, (OUTSIDE, 404), (("reader", "granter", "partner"), 403))),
    row(
        "comments-about",
        get=but(
            404, (TALKING, 200), (("contributor",), 200), (("reader", "granter", "partner"), 403)
        ),
        post=but(
            404, (TALKING, 400), (("contributor",), 400), (("reader", "granter", "partner"), 403)
        ),
    ),
    row(
        "comment-thread",
        get=but(
            404, (TALKING, 200), (("contributor",), 200), (("reader", "granter", "partner"), 403)
        ),
        post=but(
            404, (TALKING, 400), (("contributor",), 400), (("reader", "granter", "partner"), 403)
        ),
    ),
    row("grid", get=changing(200), at=SCHEME),
    row("grid-choices", get=changing(200), at=SCHEME),
    row("grid-try", post=changing(400), at=SCHEME),
    row("grid-save", post=changing(400), at=SCHEME),
    row("grid-rows", get=changing(200), post=changing(400), at=SCHEME),
    row("grid-paste", get=changing(200), post=changing(400), at=SCHEME),
    row("bulk", get=changing(200), post=changing(400)),
)

API: Final = (
    row("api-start", get=PUBLIC),
    row("api-schema", get=PUBLIC),
    row("api-docs", get=PUBLIC),
    row("api-search", get=PUBLIC, query="?q=care"),
    row("api-organisations", get=PUBLIC),
    row("api-organisation", get=PUBLIC, at={"slug": "bob-icb"}),
    row("api-editions", get=PUBLIC),
    row("api-edition", get=IN_DRAFT),
    row("api-sources", get=PUBLIC),
    row("api-source", get=IN_DRAFT, at={"pk": "_source"}),
    row("api-appointments", get=PUBLIC, post=but(403, (KEEPERS, 201)), sent=APPOINTED),
    row(
        "api-appointment",
        get=PUBLIC,
        patch=but(403, (KEEPERS, 200)),
        sent={"reason": "Left", "note": "New"},
        headers={"If-Match": "*"},
    ),
    row(
        "api-changes",
        get=but(404, (("reader", "reviewer"), 403), (TOLD, 200)),
        query="?organisation=bob-icb",
    ),
    row("api-drafts", get=PUBLIC),
    row("api-draft-fields", get=PUBLIC),
    row(
        "api-draft-rows",
        get=any_unit(200),
        post=but(404, (READ_ONLY + UNITS, 403), (CHANGE, 201), (("contributor",), 202)),
        sent=NEW,
    ),
    row(
        "api-draft-rows",
        get=any_unit(200),
        post=but(404, (READ_ONLY + UNITS, 403), (CHANGE, 201)),
        sent=NOBODYS,
        case="of nobody's unit",
    ),
    row(
        "api-draft-row",
        get=own_row(200),
        patch=own_row(200, 403, proposing=202),
        delete=own_row(400, 403),
        sent=CHANGED,
        headers={"If-Match": "*"},
    ),
    row(
        "api-draft-row",
        get=own_row(200),
        patch=own_row(200, 403, proposing=400),
        delete=own_row(400, 403, proposing=202),
        sent={"reason": "No longer"},
        headers={"If-Match": "*"},
        case="ended",
    ),
    row("api-draft-proposals", get=any_unit(200)),
    row("api-draft-proposal", get=own_row(200)),
    row("api-accept-proposal", post=own_row(200, 403, proposing=403)),
    row("api-decline-proposal", post=own_row(400, 403, proposing=403)),
    row("api-withdraw-proposal", post=own_row(403, proposing=200)),
    row(
        "api-compare",
        get=IN_DRAFT,
        query="?from=bob-icb-2024-09&to=bob-icb-draft",
    ),
    row("api-findings", get=IN_DRAFT, query=f"?{DRAFT}"),
    row("api-decide", get=NOT_THERE, query="?organisation=bob-icb&q=contract"),
    row("api-person-holdings", get=NOT_THERE, query="?person=Nobody"),
    row("api-holders", get=PUBLIC),
    row("api-scenarios", get=PUBLIC),
    row("api-scenario", get=IN_DRAFT),
    row("api-elements", get=PUBLIC),
    row("api-elements", get=IN_DRAFT, query=f"?{DRAFT}"),
    row("api-element", get=IN_DRAFT),
    row("api-ancestry", get=IN_DRAFT),
    row("api-<list of a kind>", get=PUBLIC, few=True),
    row("api-<list of a kind>", get=IN_DRAFT, query=f"?{DRAFT}", few=True),
    row("api-<one of a kind>", get=IN_DRAFT, few=True),
    row(
        "api-unknown",
        get=NOT_THERE,
        post=NOT_THERE,
        put=NOT_THERE,
        patch=NOT_THERE,
        delete=NOT_THERE,
    ),
)

ROWS: Final = PAGES + API
