"""Roadmap, risk register and transfer list: what they say, and where a source says nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from tests.pages import editions
from tests.pages.conftest import Open
from tests.pages.programmes import Folder, bare, long, programme
from tests.pages.served import Shown, words

PLAN = "/bob-icb/bob-programme-2022"
BARE = "/bob-icb/bob-bare-2022"
PAGES = ("roadmap", "risk-register", "transfer-list")
BEGINNINGS = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF-1.7"}

Take = Callable[[Folder], Edition]


@pytest.fixture
def take(bob: Edition, tmp_path: Path) -> Take:
    """Takes in an edition made up for these tests."""

    def taken(folder: Folder) -> Edition:
        slug = folder["edition"]["edition"]["slug"]
        return import_edition(folder=editions.written(folder, tmp_path / slug))

    return taken


@pytest.fixture
def plan(take: Take) -> Edition:
    return take(programme())


def cells(page: Shown) -> dict[str, list[str]]:
    """What stands in each row of the roadmap's table: the texts of its steps."""
    found: dict[str, list[str]] = {}
    for row in page.tree.xpath("//table[contains(@class, 'app-roadmap')]/tbody/tr"):
        for header in row.xpath("th[@scope='row']"):
            name = words(header)
        for step in row.xpath(".//div[contains(@class, 'app-step ')]"):
            found.setdefault(name, []).append(words(step))
    return found


def column_of(page: Shown, name: str) -> tuple[str, int]:
    """The column in which a step begins, and over how many it goes."""
    table = page.tree.xpath("//table[contains(@class, 'app-roadmap')]")[0]
    heads = [each.text.strip() for each in table.xpath("thead/tr/th")][1:]
    (cell,) = table.xpath(f".//td[.//a[starts-with(., '{name}')]]")
    before = sum(int(each.get("colspan", "1")) for each in cell.itersiblings("td", preceding=True))
    return heads[before], int(cell.get("colspan", "1"))


def test_workstreams_stand_under_their_headings_and_the_rest_apart(
    plan: Edition, visit: Open
) -> None:
    page = visit(f"{PLAN}/roadmap/")
    groups = [words(each) for each in page.tree.xpath("//th[@scope='rowgroup']")]
    assert groups == ["Architecture", "Enablers", "No workstream named"]
    assert list(cells(page)) == [
        "People Led by Director of Change", "Money", "Stated benefits", "Milestones",
        "Progress so far", "Transfers",
    ]  # fmt: skip


def test_the_page_says_how_much_it_shows(plan: Edition, visit: Open) -> None:
    said = visit(f"{PLAN}/roadmap/").main
    assert "3 outcomes, 2 outcomes left out, 6 milestones, 3 activities and 2 transfers." in said
    assert "The detailed set, 2 outcomes, is kept apart and not among these." in said


@pytest.mark.parametrize(
    ("name", "column", "span"),
    [
        ("All appointed", "Q1 2022/23", 1),
        ("Budget agreed", "Q2 2022/23", 1),
        ("Board founded", "Q2 2022/23", 1),
        ("Accounts closed", "Q4 2021/22", 1),
        ("Places take part", "2023", 1),
        ("Offices move", "Q1 2022/23", 2),
        ("Launch", "No date given", 1),
        ("Review", "No date given", 1),
    ],
)
def test_a_step_stands_where_its_date_lies_and_nowhere_else(
    plan: Edition, visit: Open, name: str, column: str, span: int
) -> None:
    assert column_of(visit(f"{PLAN}/roadmap/"), name) == (column, span)


@pytest.mark.parametrize(
    ("name", "form", "when"),
    [
        ("Board founded", "day", "1 July 2022"),
        ("Accounts closed", "period", "Q4 21/22 (1 January to 31 March 2022)"),
        ("Budget agreed", "by", "By 1 July 2022"),
        ("Places take part", "from", "From April 2023"),
        ("Launch", "undated", "In due course"),
        ("Review", "undated", "No date given"),
    ],
)
def test_a_date_shows_how_much_its_source_says(
    plan: Edition, visit: Open, name: str, form: str, when: str
) -> None:
    page = visit(f"{PLAN}/roadmap/?as=list")
    (step,) = page.tree.xpath(f"//div[contains(@class, 'app-step--{form}')][.//a[.='{name}']]")
    assert words(step).startswith(when)


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("People by 1 July 2022", "Left blank in the source"),
        ("Money in the first quarter", "To be developed"),
        ("Money in the annex", "The source refers elsewhere"),
        ("People, a lost cell", "Lost from the source’s text"),
    ],
)
def test_an_empty_cell_says_why_it_is_empty(
    plan: Edition, visit: Open, name: str, reads: str
) -> None:
    page = visit(f"{PLAN}/roadmap/?collection=all&as=list")
    (step,) = page.tree.xpath(f"//div[contains(@class, 'app-step--omission')][.//a[.='{name}']]")
    assert reads in words(step)
    assert "no outcome" not in words(step).lower()


def test_how_far_something_has_come_is_said_in_words_and_once(plan: Edition, visit: Open) -> None:
    done, risky = cells(visit(f"{PLAN}/roadmap/"))["Progress so far"]
    assert done == "No date given Staff consulted Reported progress Delivered"
    assert risky == "No date given Systems made ready Reported progress At risk"


def test_what_stands_otherwise_than_the_rest_is_marked(plan: Edition, visit: Open) -> None:
    people = cells(visit(f"{PLAN}/roadmap/"))["People Led by Director of Change"]
    assert "By 1 April 2022 All appointed Outcome (summary) Proposed" in people
    assert "1 July 2022 Board founded Milestone" in people


def test_our_reading_of_a_date_is_marked(plan: Edition, visit: Open) -> None:
    money = cells(visit(f"{PLAN}/roadmap/"))["Money"]
    assert any("Accounts closed Milestone Our reading" in step for step in money)


def test_the_two_sets_of_outcomes_are_a_choice(plan: Edition, visit: Open) -> None:
    summary = visit(f"{PLAN}/roadmap/").main
    assert "All appointed" in summary
    assert "Chief appointed" not in summary
    detail = visit(f"{PLAN}/roadmap/?collection=detail").main
    assert "Chief appointed" in detail
    assert "All appointed" not in detail
    both = cells(visit(f"{PLAN}/roadmap/?collection=all"))["People Led by Director of Change"]
    assert any("All appointed Outcome (summary)" in step for step in both)
    assert any("Chief appointed and at work Outcome (in detail)" in step for step in both)


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("workstream=money", "Budget agreed", "All appointed"),
        ("workstream=none", "Offices move", "Budget agreed"),
        ("kind=milestone", "Board founded", "Budget agreed"),
        ("kind=transfer", "Emergencies", "Board founded"),
        ("text=accounts+closed", "Accounts closed", "Board founded"),
        ("text=due+course", "Launch", "Accounts closed"),
    ],
)
@pytest.mark.usefixtures("plan")
def test_the_roadmap_and_its_table_can_be_narrowed(
    visit: Open, client: Client, asked: str, there: str, gone: str
) -> None:
    page = visit(f"{PLAN}/roadmap/?{asked}")
    assert there in page.main
    assert gone not in page.main
    text = client.get(f"{PLAN}/roadmap.csv?{asked}").content.decode("utf-8-sig")
    assert there in text
    assert gone not in text


@pytest.mark.parametrize("name", PAGES)
def test_nothing_that_fits_is_said_in_words(plan: Edition, visit: Open, name: str) -> None:
    page = visit(f"{PLAN}/{name}/?text=xyzzy&on=2022-05-01")
    assert "fits what you asked for" in page.main
    (back,) = [link for said, link in page.links if said.startswith("Show the whole")]
    assert back == f"{PLAN}/{name}/?on=2022-05-01"


@pytest.mark.parametrize("name", PAGES)
def test_an_edition_without_any_says_what_will_stand_there(
    bob: Edition, visit: Open, client: Client, name: str
) -> None:
    address = f"/bob-icb/{bob.slug}/{name}"
    assert "They will stand here once a later edition has them." in visit(f"{address}/").main
    assert client.get(f"{address}.pdf").status_code == 404
    assert client.get(f"{address}.csv").status_code == 404


def test_an_edition_offers_the_pages_for_which_it_has_something(
    plan: Edition, bob: Edition, take: Take, visit: Open
) -> None:
    take(bare())
    offered = {name for _, link in visit(f"{PLAN}/").links for name in PAGES if f"/{name}/" in link}
    assert offered == set(PAGES)
    assert f"{BARE}/risk-register/" in dict(map(reversed, visit(f"{BARE}/").links))
    for edition in (BARE, f"/bob-icb/{bob.slug}"):
        assert not [link for _, link in visit(f"{edition}/").links if link.endswith("/roadmap/")]


def test_the_lists_of_a_programme_stand_under_headings_of_their_own(
    plan: Edition, visit: Open
) -> None:
    parts = {
        words(part.xpath("*[1]")[0]): [words(link) for link in part.iter("a")]
        for part in visit(f"{PLAN}/").tree.find_class("app-ways__part")
    }
    assert parts["Programme of change"] == [
        "Workstreams", "Outcomes", "Outcomes left out", "Milestones", "Activities", "Transfers",
    ]  # fmt: skip
    assert parts["Risks"] == ["Risks", "Impacts", "Mitigations"]


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
@pytest.mark.parametrize("name", PAGES)
def test_each_can_be_had_in_every_form(plan: Edition, client: Client, name: str, form: str) -> None:
    response = client.get(f"{PLAN}/{name}.{form}")
    assert response.status_code == 200
    assert response.content.startswith(BEGINNINGS[form])
    assert f'filename="bob-programme-2022-{name}.{form}"' in response["Content-Disposition"]


@pytest.mark.parametrize("name", PAGES)
def test_the_dates_asked_for_are_kept(plan: Edition, visit: Open, name: str) -> None:
    page = visit(f"{PLAN}/{name}/?on=2022-05-01&known_at=2022-06-01")
    links = [link for _, link in page.links if link.startswith(("/bob-icb/", "?"))]
    assert links
    assert all("on=2022-05-01" in link and "known_at=2022-06-01" in link for link in links)
    hidden = {
        each.get("name"): each.get("value") for each in page.tree.xpath("//input[@type='hidden']")
    }
    assert hidden.items() >= {"on": "2022-05-01", "known_at": "2022-06-01"}.items()


@pytest.mark.parametrize("name", PAGES)
def test_an_address_of_another_organisation_is_no_address(
    plan: Edition, client: Client, name: str
) -> None:
    assert client.get(f"/frimley-icb/{plan.slug}/{name}/").status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_shown_to_nobody_who_may_not_see_it(
    draft: Edition, client: Client, name: str
) -> None:
    for address in (f"{name}/", f"{name}.pdf", f"{name}.csv"):
        assert client.get(f"/bob-icb/{draft.slug}/{address}").status_code == 404


def test_a_risk_stands_with_what_it_would_do_and_what_is_done(plan: Edition, visit: Open) -> None:
    rows = visit(f"{PLAN}/risk-register/").tree.xpath("//table/tbody/tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["Too much at once", "Rework (Too much at once) Delay", "Do fewer things: And say which.",
         "12", "Director of Change"],
        ["Too little heard Partners are not asked.", "Rework (Too little heard)",
         "not recorded", "not recorded", "not recorded"],
    ]  # fmt: skip


def test_a_register_without_mitigations_says_so_at_its_top(take: Take, visit: Open) -> None:
    take(bare())
    page = visit(f"{BARE}/risk-register/")
    (gap,) = page.tree.find_class("app-gaps")
    assert words(gap) == (
        "For none of the 2 risks does the source record what it would do (impact), what is done "
        "about it (mitigation), its score or its owner."
    )
    cells = [words(cell) for cell in page.tree.xpath("//table/tbody/tr/td")]
    assert cells == ["not recorded"] * 8


def test_what_some_risks_have_is_not_said_to_be_missing(take: Take, visit: Open) -> None:
    take(bare("bob-mitigated-2022", mitigated=True))
    page = visit("/bob-icb/bob-mitigated-2022/risk-register/")
    (gap,) = page.tree.find_class("app-gaps")
    assert "mitigation" not in words(gap)


def test_risks_that_lack_something_can_be_asked_for(plan: Edition, visit: Open) -> None:
    page = visit(f"{PLAN}/risk-register/?without=mitigations")
    assert "1 risk of 2" in page.main
    assert "Too little heard" in page.main
    assert "Too much at once" not in page.main


def test_a_risk_is_found_by_the_words_of_its_mitigations(plan: Edition, visit: Open) -> None:
    assert "1 risk of 2" in visit(f"{PLAN}/risk-register/?text=fewer").main


def test_a_transfer_says_from_whom_to_whom_when_and_who_answers_meanwhile(
    plan: Edition, visit: Open
) -> None:
    rows = visit(f"{PLAN}/transfer-list/").tree.xpath("//table/tbody/tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["Functions of the old group", "The old group (body)", "The Board (body)", "1 July 2022",
         "None stated", "The old group (body)"],
        ["Emergencies Function: Emergency planning", "The Board (body)",
         "Level: Region. Who takes over: not recorded", "no date given", "Once it is safe",
         "not recorded"],
    ]  # fmt: skip


def test_the_drawing_of_transfers_is_described(plan: Edition, visit: Open) -> None:
    (drawing,) = visit(f"{PLAN}/transfer-list/").tree.find_class("app-flow")
    assert drawing.get("aria-label") == (
        "From, what, to: Functions of the old group: from The old group to The Board; "
        "Emergencies: from The Board to Level: Region"
    )
    assert drawing.get("role") == "img"
    assert not drawing.xpath(".//a")


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("from=old-group", "Functions of the old group", "Emergencies"),
        ("to=not-recorded", "Emergencies", "Functions of the old group"),
        ("text=safe", "Emergencies", "Functions of the old group"),
    ],
)
def test_the_transfer_list_can_be_narrowed(
    plan: Edition, visit: Open, asked: str, there: str, gone: str
) -> None:
    page = visit(f"{PLAN}/transfer-list/?{asked}")
    names = [words(each) for each in page.tree.xpath("//table/tbody/tr/th/a")]
    assert names == [there]
    assert "1 transfer of 2" in page.main
    assert gone not in names


def test_tables_say_what_is_not_recorded(plan: Edition, client: Client) -> None:
    text = client.get(f"{PLAN}/risk-register.csv").content.decode("utf-8-sig")
    _, little = csv.DictReader(io.StringIO(text, newline=""))
    for header in ("What is done about it", "Score", "Owner"):
        assert little[header] == "not recorded"


def test_the_roadmaps_table_has_dates_as_worded_and_as_days(plan: Edition, client: Client) -> None:
    text = client.get(f"{PLAN}/roadmap.csv").content.decode("utf-8-sig")
    rows = {row["Name"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    accounts = rows["Accounts closed"]
    assert accounts["Workstream or list"] == "Money"
    assert accounts["When"] == "Q4 21/22 (1 January to 31 March 2022)"
    assert (accounts["First day"], accounts["Last day"]) == ("2022-01-01", "2022-03-31")
    assert accounts["Our reading"] == "The quarter is that of the financial year."
    assert rows["Review"]["When"] == "no date given"
    assert (rows["Budget agreed"]["First day"], rows["Budget agreed"]["Last day"]) == (
        "", "2022-07-01",
    )  # fmt: skip


def test_a_workbook_without_mitigations_says_so_at_its_top(take: Take, client: Client) -> None:
    take(bare())
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{BARE}/risk-register.xlsx").content))
    assert "what is done about it (mitigation)" in book.worksheets[0]["A4"].value


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("form", ["/", ".csv"])
def test_as_many_queries_for_twenty_of_each_as_for_two(take: Take, name: str, form: str) -> None:
    asked = []
    for number in (2, 20):
        edition = take(long(f"bob-with-{number}", number))
        with CaptureQueriesContext(connection) as captured:
            response = Client().get(f"/bob-icb/{edition.slug}/{name}{form}")
        assert response.status_code == 200
        asked.append(len(captured.captured_queries))
    assert asked[0] == asked[1] <= 24


def test_an_element_says_when_in_one_fact(plan: Edition, visit: Open) -> None:
    facts = visit(f"{PLAN}/milestones/fourth-quarter/").facts
    assert facts["When"] == "Q4 21/22 (1 January to 31 March 2022)"
    assert not facts.keys() & {"From", "Until"}
    assert visit(f"{PLAN}/milestones/never-said/").facts["When"] == "no date given"


def test_a_list_says_when(plan: Edition, visit: Open) -> None:
    places = [
        words(each) for each in visit(f"{PLAN}/outcomes/").tree.find_class("app-result__place")
    ]
    assert "Money · by 1 July 2022 · Summary Proposed" in places


def test_programs_get_the_days_as_they_are_recorded(plan: Edition, client: Client) -> None:
    (row,) = client.get(f"/api/v1/milestones/?edition={plan.slug}&key=fourth-quarter").json()[
        "results"
    ]
    assert (row["dated"], row["begins_on"], row["ends_on"]) == (
        "Q4 21/22",
        "2022-01-01",
        "2022-03-31",
    )
