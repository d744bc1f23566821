"""An element through time as people see it."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from tests.conftest import FolderOf, People
from tests.editions.in_time import Editions, one
from tests.pages.conftest import PLAN, Open, opened

BOB = "/bob-icb/bob-icb-2024-09"
DIRECTOR = f"{BOB}/posts/director-of-place-and-communities/"


@pytest.mark.usefixtures("plan")
class TestTheElementsOwnPage:
    def test_it_says_what_it_came_from_and_since_when_it_reads_so(self, visit: Open) -> None:
        page = visit(f"{DIRECTOR}?on=2024-10-01")
        assert "Was split off from Place Executive Director" in page.main
        assert "Our reading." in page.main
        assert "since September 2024 (published; adopting body not recorded)" in page.main
        assert ("Full history of this post", f"{DIRECTOR}history/?on=2024-10-01") in page.links

    def test_it_says_what_it_became(self, visit: Open) -> None:
        page = visit(f"/bob-ics/{PLAN}/posts/place-executive-director/")
        assert "Was split into Director of Place and Communities" in page.main
        assert "since March 2022 (never adopted)" in page.main


class TestTheHistory:
    def test_each_value_names_its_edition_body_and_minute(
        self, folder: FolderOf, bob: Edition, visit: Open
    ) -> None:
        editions = Editions(folder)
        editions("first", when="2020-01-01", by="The Board", minute="7/20", posts=[one("chair")])
        editions("asked", when="2021-01-01", never=True, posts=[one("chair", summary="New.")])
        editions("second", when="2022-01-01", posts=[one("chair", summary="New.")])
        page = visit("/bob-icb/second/posts/chair/history/")
        assert "Since first: adopted by The Board, minute 7/20" in page.facts["Name"]
        assert page.facts["Summary"].endswith(
            "published; adopting body not recorded; first stated in BOB ICB, asked, never adopted"
        )
        assert "Stated here first" in page.main
        assert "Reads as before." in page.main
        known_then = visit("/bob-icb/first/posts/chair/history/?known_at=2020-06-01")
        assert "second" not in known_then.main

    def test_where_there_is_nothing_else_it_says_so(self, bob: Edition, visit: Open) -> None:
        page = visit(f"{BOB}/directorates/nursing/history/")
        assert "This stands in no other edition yet" in page.main

    def test_it_can_be_taken_away(self, plan: Edition, client: Client, visit: Open) -> None:
        forms = dict(visit(f"{DIRECTOR}history/").links)
        for words in ("The history as PDF", "The history as XLSX", "The history as CSV"):
            assert client.get(forms[words]).status_code == 200
        text = client.get(f"{DIRECTOR}history.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert ("Was split off from", "Place Executive Director") in {
            (row["What"], row["After"]) for row in rows
        }

    def test_drafts_are_told_to_their_readers_alone(self, bob: Edition, people: People) -> None:
        open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Quokka draft")
        for address in (f"{BOB}/directorates/nursing/", f"{BOB}/directorates/nursing/history/"):
            for person in (people.anonymous, people.outsider):
                assert "Quokka" not in opened(person.client, address).main
        assert "Quokka" in opened(people.reader.client, f"{BOB}/directorates/nursing/history/").main
