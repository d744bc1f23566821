"""Two editions beside each other as people see them."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from django.test import Client

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from tests.conftest import People
from tests.pages.conftest import PLAN, Open, opened

BOB = "/bob-icb/bob-icb-2024-09"
BESIDE = f"{BOB}/compare/{PLAN}"


@pytest.mark.usefixtures("plan")
class TestWhatWasNeverAdopted:
    """Nothing in it is ever called in force."""

    @pytest.mark.parametrize("plural", ["memberships", "posts", "roadmap"])
    def test_not_in_its_tables(self, plural: str, client: Client) -> None:
        told = client.get(f"/bob-ics/{PLAN}/{plural}.csv").content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(told)) for cell in row]
        assert "In force" not in cells
        assert "Stated as fact" in cells

    def test_not_where_its_lists_are_narrowed(self, visit: Open) -> None:
        options = visit(f"/bob-ics/{PLAN}/memberships/").tree.xpath("//option/text()")
        assert "Stated as fact" in options
        assert "In force" not in options
        assert "In force" in visit(f"{BOB}/memberships/").tree.xpath("//option/text()")

    def test_not_where_its_history_is_told(self, visit: Open) -> None:
        key = "southern-health-in-thames-valley-tier-4-camhs"
        said = visit(f"/bob-ics/{PLAN}/memberships/{key}/history/").main
        assert "Stated as fact" in said
        assert "In force" not in said

    def test_not_on_its_roadmap(self, visit: Open) -> None:
        assert "In force" not in visit(f"/bob-ics/{PLAN}/roadmap/").main


@pytest.mark.usefixtures("plan")
class TestThePage:
    def test_what_only_one_has_is_told_with_what_it_says(self, visit: Open) -> None:
        page = visit(f"{BESIDE}/?kind=collaborative&list=removed")
        assert page.main.count("of the six listed") == 4

    def test_it_says_first_how_much_changed(self, visit: Open) -> None:
        page = visit(f"{BESIDE}/")
        assert "What changed from BOB ICS, March 2022 to BOB ICB, September 2024" in page.main
        counts = " ".join(text for text, url in page.links if "list=" in url)
        assert "changed" in counts
        assert "not mentioned" in counts

    def test_it_reads_from_then_to_now_whichever_stands_first(self, visit: Open) -> None:
        other_way = visit(f"/bob-ics/{PLAN}/compare/bob-icb-2024-09/")
        assert "What changed from BOB ICS, March 2022 to BOB ICB, September 2024" in other_way.main

    def test_struck_and_new_words_are_told_to_those_who_do_not_see_them(self, visit: Open) -> None:
        page = visit(f"{BESIDE}/?kind=post")
        struck = [each.text_content() for each in page.tree.iter("del")]
        put_in = [each.text_content() for each in page.tree.iter("ins")]
        assert any(each.startswith("struck out: Executive designate") for each in struck)
        assert all(each.startswith("put in: ") for each in put_in)
        assert not any("out: not recorded" in each or "in: not recorded" in each for each in struck)

    def test_what_gave_way_to_several_says_to_which(self, visit: Open) -> None:
        page = visit(f"{BESIDE}/?kind=post&list=removed")
        assert "Was split into Director of Place and Communities, Associate Directors" in page.main

    def test_what_the_later_one_does_not_speak_of_is_explained(self, visit: Open) -> None:
        page = visit(f"{BESIDE}/?kind=workstream")
        assert "says nothing at all about workstreams" in page.main
        assert "That they are missing from it does not say that they ended." in page.main

    def test_as_a_schedule_it_is_numbered_through(self, visit: Open) -> None:
        page = visit(f"{BESIDE}/?as=schedule&kind=post")
        assert "Schedule of amendments" in page.main
        assert len(page.tree.find_class("app-schedule__item")) > 5

    def test_dates_and_choices_stay_while_browsing(self, visit: Open) -> None:
        page = visit(f"{BESIDE}/?kind=post&on=2024-10-01")
        for words, url in page.links:
            if words.endswith(("PDF", "changed")) and "compare" in url:
                assert "on=2024-10-01" in url
                assert "kind=post" in url
        assert any(url.endswith("/posts/chief-executive/?on=2024-10-01") for _, url in page.links)

    def test_the_same_edition_says_the_same(self, visit: Open) -> None:
        assert "These two editions state the same." in visit(f"{BOB}/compare/bob-icb-2024-09/").main

    def test_nothing_left_says_so(self, visit: Open) -> None:
        page = visit(f"{BESIDE}/?kind=cycle&list=moved")
        assert "Nothing of what you asked for differs." in page.main

    @pytest.mark.parametrize(
        ("question", "status"),
        [
            ("kind=person", 400),
            ("section=x", 400),
            ("list=lost", 400),
            ("page=0", 404),
            ("page=x", 400),
        ],
    )
    def test_what_cannot_be_read_is_refused(self, question: str, status: int, visit: Open) -> None:
        visit(f"{BESIDE}/?{question}", status=status)


@pytest.mark.usefixtures("plan")
class TestChoosing:
    def test_an_edition_offers_the_others_without_a_script(self, visit: Open) -> None:
        page = visit(f"{BOB}/")
        (form,) = page.tree.find_class("app-compare-with")
        assert PLAN in form.xpath(".//option/@value")
        assert "bob-icb-2024-09" not in form.xpath(".//option/@value")
        assert form.get("action") == f"{BOB}/compare/"

    def test_a_choice_leads_to_the_comparison(self, client: Client) -> None:
        response = client.get(f"{BOB}/compare/?with={PLAN}&on=2024-10-01")
        assert response.headers["Location"] == f"{BESIDE}/?on=2024-10-01"

    def test_a_choice_that_is_none_is_refused(self, visit: Open) -> None:
        visit(f"{BOB}/compare/?with=nothing", status=404)
        visit(f"{BOB}/compare/nothing/", status=404)
        visit("/frimley-icb/bob-icb-2024-09/compare/", status=404)


class TestTheGate:
    def test_a_draft_is_offered_and_compared_to_its_readers_alone(
        self, bob: Edition, people: People
    ) -> None:
        open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Quokka draft")
        for person in (people.anonymous, people.outsider):
            assert "Quokka" not in opened(person.client, f"{BOB}/compare/").main
            opened(person.client, f"{BOB}/compare/bob-icb-draft/", status=404)
            opened(person.client, f"{BOB}/compare/?with=bob-icb-draft", status=404)
            assert person.client.get(f"{BOB}/compare/bob-icb-draft.csv").status_code == 404
        assert "Quokka" in opened(people.reader.client, f"{BOB}/compare/").main
        page = opened(people.reader.client, f"{BOB}/compare/bob-icb-draft/")
        assert "These two editions state the same." in page.main


@pytest.mark.usefixtures("plan")
class TestTakingAway:
    def test_the_tables_hold_what_the_page_says(self, client: Client, visit: Open) -> None:
        response = client.get(f"{BESIDE}.csv?kind=post")
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert (
            'filename="bob-ics-sdp-2022-03-to-bob-icb-2024-09.csv"'
            in (response["Content-Disposition"])
        )
        named = {(row["Name"], row["What of it"]): row for row in rows}
        row = named["Chief Executive", "Name"]
        assert (row["Before"], row["After"]) == ("Chief Executive designate", "Chief Executive")
        page = visit(f"{BESIDE}/?kind=post")
        assert {row["Name"] for row in rows} == {
            each.find("a").text for each in page.tree.find_class("app-entry__name")
        }

    def test_the_workbook_is_the_same_table(self, client: Client) -> None:
        response = client.get(f"{BESIDE}.xlsx?kind=post")
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        assert sheet["A1"].value.startswith("What changed from")
        again = client.get(f"{BESIDE}.xlsx?kind=post")
        assert again.content == response.content
