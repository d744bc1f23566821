"""What readers of the worked handbook's pages see: amounts as amounts, and nothing said twice."""

import pytest
from django.test import Client

from tests.pages.conftest import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

HANDBOOK = "/marlshire-icb/marlshire-icb-2025-04"


def test_a_limit_says_its_amount_in_pounds_and_not_how_it_is_stored(client: Client) -> None:
    key = "assign-money-to-a-place-approves-finance-and-investment-committee-limit"
    page = opened(client, f"{HANDBOOK}/limits/{key}/")
    assert "£20,000,000" in page.main
    assert "Includes above" not in page.main


def test_a_board_with_many_powers_has_ways_down_its_page(client: Client) -> None:
    page = opened(client, f"{HANDBOOK}/committees/icb-board/")
    (ways,) = page.tree.find_class("app-on-page")
    targets = [link.get("href") for link in ways.iter("a")]
    assert len(targets) == len(set(targets)) > 5
    assert all(page.tree.get_element_by_id(target[1:]) is not None for target in targets)
    headings = [each.text_content() for each in page.tree.iter("h2")]
    assert len(headings) == len(set(headings))


def test_the_list_of_clauses_says_their_numbers(client: Client) -> None:
    assert "Constitution · 2.2" in opened(client, f"{HANDBOOK}/clauses/").main


def test_an_edition_recorded_after_the_day_asked_for_is_not_yet_recorded(client: Client) -> None:
    before = "?on=2025-06-01&known_at=2025-03-01"
    for address in ("/marlshire-icb/", f"{HANDBOOK}/"):
        assert "Not yet recorded" in opened(client, address + before).main


def test_the_page_of_an_organisation_with_a_scheme_leads_to_asking(client: Client) -> None:
    page = opened(client, "/marlshire-icb/")
    assert any(
        link.get("href", "").startswith("/decide/")
        for link in page.tree.find_class("nhsuk-card__link")
    )
