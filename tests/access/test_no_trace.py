"""What only a draft has leaves no trace for those who may not see it: no word, no count, no length,
no status, no header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from tests.conftest import People

from .expected import ROWS
from .matrix import address_of, asked, routes
from .world import UNIQUE, World, world_of

pytestmark = pytest.mark.django_db

NOT_TOLD = ("anonymous", "outsider", "editor_elsewhere", "contributor_elsewhere", "partner")
PUBLIC_PLACES = (
    "/",
    "/search/?q=zyxwabbit",
    "/search/?q=care",
    "/search/?q=oxfordshire",
    "/sources/",
    "/scenarios/",
    "/decide/",
    "/decide/holders/",
    "/decide/holders/QU9/",
    "/bob-icb/",
    "/bob-icb/appointments/",
    "/bob-icb/bob-icb-2024-09/",
    "/bob-icb/bob-icb-2024-09/places/",
    "/bob-icb/bob-icb-2024-09/places.csv",
    "/bob-icb/bob-icb-2024-09/places/oxfordshire/",
    "/bob-icb/bob-icb-2024-09/places/oxfordshire/history/",
    "/bob-icb/bob-icb-2024-09/compare/",
    "/bob-icb/bob-icb-2024-09/checks/",
    "/bob-icb/bob-icb-2024-09/chart/",
    "/api/v1/",
    "/api/v1/editions/",
    "/api/v1/organisations/?page_size=100",
    "/api/v1/elements/?q=zyxwabbit",
    "/api/v1/elements/?page_size=5",
    "/api/v1/places/",
    "/api/v1/delegations/",
    "/api/v1/sources/",
    "/api/v1/scenarios/",
    "/api/v1/search/?q=zyxwabbit",
    "/api/v1/search/?q=care",
)
"""Pages, lists, searches, counts, exports and answers of the API that are there for anyone."""
OF_THE_MOMENT = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|"took":\s*[0-9.]+|nonce-[\w+/=]+|'
    rb"request_id=[\w-]+|[0-9]+ (?:second|minute)s? ago"
)
"""What differs from one request to the next, whatever is there."""
HEADERS = ("ETag", "Content-Type", "Cache-Control", "Link", "Location", "Last-Modified", "Vary")


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: Any) -> Iterator[People]:
    """Everybody, before there is any draft."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = People()
        for person in made.everyone().values():
            person.client.raise_request_exception = False
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def before(people: People, django_db_blocker: Any) -> dict[tuple[str, str], Any]:
    """What those are answered who may not see a draft, while there is none."""
    with django_db_blocker.unblock():
        return _seen(people)


@pytest.fixture(scope="module")
def world(
    people: People, before: dict[tuple[str, str], Any], django_db_blocker: Any
) -> Iterator[World]:
    """The draft, made after that was looked at."""
    with django_db_blocker.unblock(), transaction.atomic():
        bob = Edition.objects.select_related("organisation").get(slug="bob-icb-2024-09")
        draft = open_draft(
            based_on=bob, slug="bob-icb-draft", title=f"{UNIQUE} draft", label=f"{UNIQUE} label"
        )
        yield world_of(draft, people, appointed=False)
        transaction.set_rollback(True)


def _seen(people: People) -> dict[tuple[str, str], Any]:
    return {
        (name, address): _told(getattr(people, name).client.get(address))
        for name in NOT_TOLD
        for address in PUBLIC_PLACES
    }


def _told(answer: HttpResponse, *, without: str = "") -> tuple[Any, ...]:
    """All that an answer tells: status, headers, text and its length."""
    body = b"".join(answer) if answer.streaming else answer.content
    if without:
        body = body.replace(without.encode(), b"")
    body = OF_THE_MOMENT.sub(b"", body)
    named = [answer.get(name, "").replace(without or "\0", "") for name in HEADERS]
    return (answer.status_code, [name for name in named if "csrf" not in name], len(body), body)


def test_what_is_public_reads_the_same_to_the_byte_with_the_draft_and_without_it(
    before: dict[tuple[str, str], Any], world: World
) -> None:
    after = _seen(world.people)
    differing = [asked for asked, told in before.items() if after[asked] != told]
    assert not differing


def test_no_answer_at_any_address_has_a_word_of_it(world: World) -> None:
    told = []
    for route in routes():
        rows = [row for row in ROWS if row.route == route.row]
        for row in {row.query: row for row in rows}.values():
            address = address_of(route, row, world)
            for name in NOT_TOLD:
                answer = asked(world, name, "GET", address)
                body = b"".join(answer) if answer.streaming else answer.content
                words = (body.decode(errors="replace") + str(dict(answer.headers))).lower()
                # What was asked for may be said again; what they work on has a name.
                for said in (world.given["_scenario"], *_called(world, name)):
                    words = words.replace(said.lower(), "")
                if UNIQUE.lower() in words:
                    told.append((name, address))
    assert not told


def _called(world: World, name: str) -> tuple[str, ...]:
    """What the draft is called, for those who work on rows of it."""
    on_rows = name in ("contributor_elsewhere", "partner")
    return (world.draft.title, world.draft.label) if on_rows else ()


NEVER = "bob-icb-nothing"


@pytest.mark.parametrize(
    "rest",
    [
        "/bob-icb/{}/",
        "/bob-icb/{}/sources/",
        "/bob-icb/{}/chart/",
        "/bob-icb/{}/chart.pdf",
        "/bob-icb/{}/places/",
        "/bob-icb/{}/places.csv",
        "/bob-icb/{}/places/buckinghamshire/",
        "/bob-icb/{}/places/buckinghamshire/history/",
        "/bob-icb/{}/places/buckinghamshire/recorded/",
        "/bob-icb/{}/places/buckinghamshire/change/",
        "/bob-icb/{}/checks/",
        "/bob-icb/{}/workbook.xlsx",
        "/bob-icb/{}/workbooks/",
        "/bob-icb/{}/compare/bob-icb-2024-09/",
        "/bob-icb/{}/draft/",
        "/bob-icb/{}/grid/delegations/",
        "/bob-icb/{}/bulk/delegations/",
        "/scenarios/?edition={}",
        "/api/v1/editions/{}/",
        "/api/v1/places/?edition={}",
        "/api/v1/findings/?edition={}",
        "/api/v1/compare/?from=bob-icb-2024-09&to={}",
    ],
)
def test_a_draft_that_is_there_answers_like_one_that_never_was(rest: str, world: World) -> None:
    for name in NOT_TOLD:
        client = getattr(world.people, name).client
        there, never = world.draft.slug, NEVER
        of_draft = _told(client.get(rest.format(there)), without=there)
        of_nothing = _told(client.get(rest.format(never)), without=never)
        assert of_draft == of_nothing, name


@pytest.mark.parametrize("name", ["anonymous", "outsider", "editor_elsewhere"])
@pytest.mark.parametrize(
    "rest", ["work/", "work/places/", "work/places/oxfordshire/", "proposals/", "comments/"]
)
def test_its_workspace_is_not_there_for_strangers(rest: str, name: str, world: World) -> None:
    client = getattr(world.people, name).client
    there, never = world.draft.slug, NEVER
    of_draft = _told(client.get(f"/bob-icb/{there}/{rest}"), without=there)
    of_nothing = _told(client.get(f"/bob-icb/{never}/{rest}"), without=never)
    assert of_draft == of_nothing


@pytest.mark.parametrize("name", ["contributor_elsewhere", "partner"])
@pytest.mark.parametrize(
    "rest",
    [
        "/bob-icb/bob-icb-draft/work/places/{}/",
        "/bob-icb/bob-icb-draft/work/places/{}/end/",
        "/bob-icb/bob-icb-draft/comments/places/{}/",
        "/api/v1/drafts/bob-icb-draft/rows/{}/",
    ],
)
def test_anothers_row_answers_like_one_that_never_was(rest: str, name: str, world: World) -> None:
    client = getattr(world.people, name).client
    of_row = _told(client.get(rest.format("oxfordshire")), without="oxfordshire")
    of_nothing = _told(client.get(rest.format("nowhere-at-all")), without="nowhere-at-all")
    assert of_row == of_nothing


@pytest.mark.parametrize("name", ["contributor_elsewhere", "partner"])
def test_ones_own_workspace_says_nothing_of_the_rest(name: str, world: World) -> None:
    client = getattr(world.people, name).client
    for address in (
        "/work/",
        "/bob-icb/bob-icb-draft/work/",
        "/bob-icb/bob-icb-draft/work/places/",
        "/bob-icb/bob-icb-draft/work/partnerships/new/",
        "/bob-icb/bob-icb-draft/proposals/",
        "/api/v1/drafts/",
        "/api/v1/drafts/bob-icb-draft/rows/",
        "/api/v1/drafts/bob-icb-draft/proposals/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        text = answer.content.decode()
        # What the draft is called they are told: they work on it.
        rest = text.replace(world.draft.title, "").replace(world.draft.label, "")
        assert UNIQUE not in rest, address
