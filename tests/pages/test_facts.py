"""What pages say, and that they say where a source is silent."""

import pytest

from tests.pages.conftest import Open

BOB = "/bob-icb/bob-icb-2024-09"
CHIEF_OFFICERS = (
    "delivery-performance-oversight",
    "finance",
    "medical",
    "nursing",
    "people",
    "strategy-digital-transformation",
)


@pytest.mark.parametrize("directorate", CHIEF_OFFICERS)
def test_who_holds_a_chief_officers_post_is_not_recorded(directorate: str, visit: Open) -> None:
    page = visit(f"{BOB}/posts/chief-officer-{directorate}/")
    assert page.facts["Held by"] == "not recorded"
    assert "Our reading:" in page.main
    assert "The title and the holder are not recorded." in page.main


def test_who_an_executive_sponsor_is_is_not_recorded(visit: Open) -> None:
    place = visit(f"{BOB}/places/oxfordshire/")
    assert place.facts["Executive sponsor"] == "ICB Executive Sponsor"
    assert visit(f"{BOB}/posts/icb-executive-sponsor/").facts["Held by"] == "not recorded"


@pytest.mark.parametrize("form", ["acute", "mental-health"])
def test_who_leads_a_collaborative_is_not_recorded(form: str, visit: Open) -> None:
    page = visit(f"{BOB}/collaboratives/{form}-provider-collaborative/")
    assert "Which trust leads" in page.main
    assert "not recorded" in page.main


def test_who_adopted_the_edition_is_not_recorded(visit: Open) -> None:
    facts = visit(f"{BOB}/").facts
    assert facts["In force from"] == "September 2024"
    assert [facts[name] for name in ("Adopted by", "Meeting", "Minute")] == ["not recorded"] * 3


@pytest.mark.parametrize("address", ["delegations", "committees", "posts", "functions"])
def test_no_amount_is_shown_as_nought(address: str, visit: Open) -> None:
    page = visit(f"{BOB}/{address}/")
    assert "£0" not in page.main
    assert "None" not in page.main


def test_the_chart_says_what_is_not_recorded(visit: Open) -> None:
    chart = visit(f"{BOB}/chart/").main
    assert "Reporting line not recorded" in chart
    assert "Number not recorded" in chart
    for words in ("6 core functions", "Place Convenor Number not recorded Optional"):
        assert words in chart


def test_the_three_directorates_that_span_the_whole_cycle_are_shown_merged(visit: Open) -> None:
    page = visit(f"{BOB}/matrix/nhs-england-commissioning-cycle/")
    merged = [
        row.xpath("string(th)").strip() for row in page.tree.xpath("//tbody/tr[td/@colspan = '3']")
    ]
    assert sorted(merged) == ["Medical", "Nursing", "People"]
    assert len(page.tree.xpath("//table[contains(@class, 'app-matrix')]/tbody/tr")) == 6
    assert len(page.tree.xpath("//table[contains(@class, 'app-matrix')]/tbody/tr/td")) == 12


def test_both_population_statements_stand(visit: Open) -> None:
    page = visit(f"{BOB}/figures/")
    assert "Population that the ICB serves" in page.main
    assert "People who live and work in the" in page.main
    assert visit(f"{BOB}/figures/population-served/").facts["Amount"] == "1,800,000"


def test_every_element_says_which_page_it_comes_from(visit: Open) -> None:
    page = visit(f"{BOB}/directorates/nursing/")
    assert "“How we work to deliver our purpose”, page 9" in page.main
    (api,) = [link for words, link in page.links if words == "this element in the API"]
    assert api.startswith("/api/v1/directorates/")


def test_facts_from_outside_the_edition_have_a_source_of_their_own(visit: Open) -> None:
    page = visit("/bob-icb/")
    assert page.facts["ODS code"] == (
        "QU9, until 31 March 2026 (source: ICB history and succession)"
    )
    assert page.facts["In law until"] == "31 March 2026"
    assert "1 April 2026: NHS Buckinghamshire, Oxfordshire and Berkshire West" in page.main
    assert "Source: ICB history and succession" in page.main


def test_an_organisation_without_an_edition_says_why_it_is_here(visit: Open) -> None:
    page = visit("/oxford-health/")
    assert "The registry holds no edition of this organisation." in page.main
    assert page.facts["In law since"] == "not recorded"


def test_an_abbreviation_leads_to_its_function_and_says_where_that_stands(visit: Open) -> None:
    page = visit("/search/?q=EPRR")
    first = page.tree.find_class("app-result")[0]
    assert "EPRR" in first.find_class("app-result__name")[0].text_content()
    place = first.find_class("app-result__place")[0].text_content()
    assert place.startswith("Function · Delivery, Performance & Oversight · BOB ICB")


def test_a_misspelling_finds_names_spelt_nearly_so(visit: Open) -> None:
    page = visit("/search/?q=safegarding")
    assert "Safeguarding" in page.main
    assert "Nothing has all of these words as they are spelt. Did you mean" in page.main


def test_a_code_finds_its_organisation(visit: Open) -> None:
    page = visit("/search/?q=rxq")
    assert ("Buckinghamshire Healthcare NHS Trust", "/buckinghamshire-healthcare/") in page.links
