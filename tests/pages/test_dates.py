"""The two dates of an address: they stay while somebody browses."""

from urllib.parse import parse_qs, urlsplit

import pytest

from opmodel.editions.models import Edition
from tests.pages.conftest import Open

BOB = "/bob-icb/bob-icb-2024-09"
ASKED = {"on": ["2024-10-01"], "known_at": ["2025-01-01"]}
DATES = "on=2024-10-01&known_at=2025-01-01"

PAGES = {
    "home": "/?",
    "sources of the registry": "/sources/?",
    "search": "/search/?q=trust&",
    "search for one kind": "/search/?q=care&kind=function&",
    "organisation": "/bob-icb/?",
    "edition": f"{BOB}/?",
    "sources": f"{BOB}/sources/?",
    "list": f"{BOB}/functions/?",
    "list narrowed": f"{BOB}/functions/?directorate=nursing&",
    "list narrowed to nothing": f"{BOB}/functions/?q=xyzzy&",
    "element": f"{BOB}/directorates/nursing/?",
    "element with a place": f"{BOB}/functions/safeguarding/?",
    "chart": f"{BOB}/chart/?",
    "chart as a list": f"{BOB}/chart/?as=list&",
    "matrix": f"{BOB}/matrix/nhs-england-commissioning-cycle/?",
    "matrix narrowed": f"{BOB}/matrix/nhs-england-commissioning-cycle/?holder=nursing&",
    "matrix narrowed to nothing": f"{BOB}/matrix/nhs-england-commissioning-cycle/?text=xyzzy&",
}
AWAY_FROM_TIME = ("/api/", "/about/", "http")
"""Links to what is the same on every day, or is not the registry's."""
WHOLE = "/workbook.xlsx"
"""An edition to change and send back holds all of it, whatever the day."""


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_every_link_keeps_them(address: str, visit: Open) -> None:
    page = visit(address + DATES)
    kept = {
        link: parse_qs(urlsplit(link).query)
        for _, link in page.links
        if not link.startswith(AWAY_FROM_TIME) and WHOLE not in link
    }
    assert kept
    lost = [link for link, asked in kept.items() if not ASKED.items() <= asked.items()]
    assert lost == []


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_every_form_keeps_them(address: str, visit: Open) -> None:
    page = visit(address + DATES)
    forms = page.tree.xpath("//main//form | //*[contains(@class, 'app-time-bar')]//form")
    for form in forms:
        assert {name: form.fields[name] for name in ASKED} == {
            name: value for name, (value,) in ASKED.items()
        }


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_the_header_keeps_them_too(address: str, visit: Open) -> None:
    page = visit(address + DATES)
    (start,) = page.tree.xpath("//a[contains(@class, 'nhsuk-header__service-logo')]/@href")
    assert parse_qs(urlsplit(start).query) == ASKED
    if page.tree.xpath("//form[@id='search']"):
        hidden = page.tree.xpath("//input[@form='search']")
        assert {each.get("name"): [each.get("value")] for each in hidden} == ASKED


@pytest.mark.parametrize("name", ["home", "search"])
def test_a_page_without_a_time_bar_says_them_in_words(name: str, visit: Open) -> None:
    words = "As in force on 1 October 2024, as known on 1 January 2025."
    assert words in visit(PAGES[name] + DATES).main
    assert "As in force" not in visit(PAGES[name].rstrip("?&")).main
    assert "as known today." in visit(f"{PAGES[name]}on=2024-10-01").main


def test_a_date_that_was_refused_is_not_kept(visit: Open) -> None:
    page = visit("/bob-icb/?on=yesterday", status=400)
    assert page.tree.xpath("//input[@form='search']") == []
    assert page.tree.xpath("//a[contains(@class, 'nhsuk-header__service-logo')]/@href") == ["/"]


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_no_link_names_them_where_it_is_today(address: str, visit: Open) -> None:
    for _, link in visit(address.rstrip("?&")).links:
        assert not parse_qs(urlsplit(link).query).keys() & ASKED.keys()


def test_pages_of_a_list_keep_what_it_was_narrowed_by(visit: Open, bob: Edition) -> None:
    page = visit(f"/search/?q=care&kind=&{DATES}")
    (following,) = [link for words, link in page.links if words.startswith("Next")]
    asked = parse_qs(urlsplit(following).query)
    assert asked == ASKED | {"q": ["care"], "page": ["2"]}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("on=yesterday", "on: “yesterday” is no date. Write it as 2024-10-01."),
        ("on=2024-02-30", "on: “2024-02-30” is no date. Write it as 2024-10-01."),
        ("known_at=01/10/2024", "known_at: “01/10/2024” is no date. Write it as 2024-10-01."),
        ("on=20241001", "on: “20241001” is no date. Write it as 2024-10-01."),
        ("on=2024-W40-2", "on: “2024-W40-2” is no date. Write it as 2024-10-01."),
        ("on=1066-10-14", "on must lie between 1948 and 2148; “1066-10-14” does not."),
        ("known_at=9999-12-31", "known_at must lie between 1948 and 2148"),
    ],
)
@pytest.mark.parametrize("address", ["/", "/search/", "/bob-icb/", f"{BOB}/", f"{BOB}/chart.csv"])
def test_what_is_no_date_is_refused_in_words(
    address: str, question: str, words: str, visit: Open
) -> None:
    page = visit(f"{address}?{question}", status=400)
    assert "That question cannot be read" in page.main
    assert words in page.main
