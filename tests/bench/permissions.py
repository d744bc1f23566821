"""What it costs to list only the rows of a draft that somebody may work on, with 2 grants and with
200, beside listing all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import CONTRIBUTOR, EDITOR, PARTNER, Role
from opmodel.access.units import unit_of
from opmodel.access.viewers import viewer_for
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.belonging import UNIT_KINDS
from opmodel.editions.models import Edition, Element
from opmodel.editions.viewer import Viewer
from tests.signing_in import sign_in

from .figures import Figure, at_most, information

HANDBOOK = "marlshire-icb-2025-04"
FEW, MANY = 2, 200
TIMES = 1.3


@dataclass(frozen=True)
class Took:
    """The best time of a list, its rows; the best time of a page of it, and its queries."""

    milliseconds: float
    rows: int
    page: float
    queries: int


def figures(*, times: int = 15) -> list[Figure]:
    """Measured in a draft of the worked handbook, which is gone afterwards."""
    with transaction.atomic():
        base = Edition.objects.select_related("organisation").get(slug=HANDBOOK)
        draft = open_draft(based_on=base, slug="bench-draft", title="Draft", label="Draft")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        editor = User.objects.create_user("bench-editor")
        grant(role=EDITOR, to=editor, organisation=draft.organisation)
        few, many = (_contributor(draft, number) for number in (FEW, MANY))
        lists = [_List.of(draft, user) for user in (editor, few, many)]
        # In turns, so that a slow moment strikes them all.
        for _ in range(times):
            for each in lists:
                each.time()
        whole, *those = (each.took() for each in lists)
        some = dict(zip((FEW, MANY), those, strict=True))
        transaction.set_rollback(True)
    return [
        information("rows of the draft, all of them", f"{whole.rows:,}"),
        information("listing all of them", f"{whole.milliseconds:.1f} ms"),
        *(
            information(f"rows of somebody with {number} grants", f"{each.rows:,}")
            for number, each in some.items()
        ),
        *(
            at_most(
                f"listing those of {number} grants, times listing all",
                each.milliseconds / whole.milliseconds,
                TIMES,
            )
            for number, each in some.items()
        ),
        *(
            information(
                f"a page of the API with {number} grants, times that of an editor",
                f"{each.page / whole.page:.2f}",
            )
            for number, each in some.items()
        ),
        information("queries of such a page", f"{some[FEW].queries} and {some[MANY].queries}"),
        at_most(
            f"queries of a page of the list with {MANY} grants beyond those with {FEW}",
            some[MANY].queries - some[FEW].queries,
            0,
        ),
    ]


def _contributor(draft: Edition, number: int) -> User:
    """Somebody with that many grants: for each unit that there is, and for some that were."""
    user = User.objects.create_user(f"bench-{number}")
    there = draft.elements.filter(kind__in=UNIT_KINDS).order_by("kind", "key")
    named = list(there.values_list("kind", "key"))
    named = [named[0], named[-1], *named[1:-1]]
    named += [("place", f"former-place-{each}") for each in range(number)]
    for kind, key in named[:number]:
        role: Role = PARTNER if kind == "body" else CONTRIBUTOR
        grant(role=role, to=user, unit=unit_of(draft.organisation, kind, key))
    return user


@dataclass
class _List:
    """Somebody's list of a draft's rows, timed as often as is asked."""

    draft: Edition
    viewer: Viewer
    client: Client
    whole: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, draft: Edition, user: User) -> _List:
        client = Client(HTTP_HOST="127.0.0.1")
        sign_in(client, user)
        made = cls(draft, viewer_for(user), client)
        made.page()
        return made

    def rows(self) -> int:
        return len(list(Element.objects.within_reach_of(self.viewer, edition=self.draft)))

    def page(self) -> None:
        address = f"/api/v1/drafts/{self.draft.slug}/rows/?kind=delegation&page_size=50"
        assert self.client.get(address).status_code == 200

    def time(self) -> None:
        self.whole.append(_milliseconds(self.rows))
        self.pages.append(_milliseconds(self.page))

    def took(self) -> Took:
        with CaptureQueriesContext(connection) as asked:
            self.page()
        queries = len(asked)  # Counted now: the next request forgets them.
        return Took(min(self.whole), self.rows(), min(self.pages), queries)


def _milliseconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return (perf_counter() - began) * 1000
