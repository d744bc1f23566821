"""Who may decide, as a page: the form, three sentences, how it runs; and what a post may decide."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition
from tests.conftest import People
from tests.pages.conftest import opened
from tests.pages.served import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

HANDBOOK = "/marlshire-icb/marlshire-icb-2025-04"
USUAL = {
    "organisation": "marlshire-icb",
    "q": "contract variation community services",
    "amount": "£250k",
    "place": "north-marlshire",
    "on": "2025-06-02",
}


def decided(client: Client, status: int = 200, **asked: str) -> Shown:
    return opened(client, f"/decide/?{urlencode(USUAL | asked)}", status)


def test_the_first_sentence_says_who_may(client: Client) -> None:
    page = decided(client)
    (answer,) = page.tree.find_class("app-answer")
    first, second, third, rests = (line.text_content() for line in answer.findall("p")[:4])
    assert first == "The Place Director, North Marlshire, may, up to £250,000."
    assert "the Finance and Investment Committee is told" in second
    assert third == "Above £250,000 the Director of Commissioning decides."
    assert rests == (
        "Scheme of Reservation and Delegation 6.4.2 · adopted by Board of NHS Marlshire and "
        "Tarnwold ICB on 20 March 2025, minute 25/031"
    )


def test_how_the_words_were_read_is_said(client: Client) -> None:
    assert "Read as: “£250k” read as £250,000; for Community services." in decided(client).main


def steps(page: Shown) -> list[list[str]]:
    """The rows of how it runs, each cell without the heading that narrow screens show."""
    table = page.tree.find_class("app-answer__steps")[0]
    return [
        [" ".join(cell.findall("span")[1].text_content().split()) for cell in row.iter("td")]
        for row in table.find("tbody").iter("tr")
    ]


def test_how_it_runs_stands_in_order(client: Client) -> None:
    rows = steps(decided(client))
    assert [row[0] for row in rows] == [
        "Recommends", "Is consulted", "Is consulted", "Approves", "Signs", "Is told",
    ]  # fmt: skip


def test_each_step_says_who_holds_it_since_when_how_far_and_where_that_stands(
    client: Client,
) -> None:
    (approves,) = [row for row in steps(decided(client)) if row[0] == "Approves"]
    _, who, holder, limit, rests = approves
    assert who == "Place Director, North Marlshire"
    assert holder.startswith("Joanna Whitlock, since 1 July 2022")
    assert "In their absence: the Place Director, South Marlshire." in holder
    assert limit.startswith("Up to £250,000; up to £500,000 for all changes since award")
    assert rests == "Scheme of Reservation and Delegation 6.4.2Minute 25/031"


def test_interim_acting_and_vacant_holders_are_said_to_be(client: Client) -> None:
    holders = {row[1]: row[2] for row in steps(decided(client))}
    assert holders["Head of Procurement"] == "Lucas Brandreth, interim, since 3 June 2024"
    assert "Karen Stobart, acting, since" in holders["Director of Quality"]
    page = decided(
        client, q="", decision="write-off-a-loss", amount="5000", place="", on="2026-01-31"
    )
    (approves,) = [row for row in steps(page) if row[0] == "Approves"]
    assert approves[2] == "Vacant since 1 January 2026Any member of the executive acts."
    assert "the post is vacant, and any member of the executive acts" in page.main


def test_it_is_drawn_with_the_same_holders(client: Client) -> None:
    page = decided(client)
    flow, chain = page.tree.find_class("app-answer__drawing")
    drawn = {
        card.find_class("app-card__tag")[0].text_content() for card in flow.find_class("app-card")
    }
    assert drawn == {"Recommends", "Is consulted", "Approves", "Signs", "Is told"}
    titles = [each.text_content().strip() for each in chain.find_class("app-card__title")]
    assert (titles[0], titles[-1]) == (
        "Board of NHS Marlshire and Tarnwold ICB", "Place Director, North Marlshire",
    )  # fmt: skip


def test_it_can_be_cited(client: Client) -> None:
    assert (
        "Marlshire ICB, Governance Handbook, April 2025, Scheme of Reservation and Delegation "
        "6.4.2, adopted by Board of NHS Marlshire and Tarnwold ICB on 20 March 2025, minute "
        "25/031; asked of 2 June 2025, as known on"
    ) in decided(client).main


def test_what_the_page_asks_the_api_answers_alike(client: Client) -> None:
    page = decided(client, budgeted="no", recurrent="yes", urgent="yes")
    link = dict(page.links)["this answer in the API"]
    told = client.get(link).json()
    asked = told["asked"]
    assert (asked["budgeted"], asked["recurrent"], asked["urgent"]) == (False, True, True)
    assert told["answer"]["key"] == "place-director-north-marlshire"


def test_the_link_to_the_answer_names_both_dates(client: Client) -> None:
    links = dict(decided(client).links)
    assert "on=2025-06-02" in links["Link to this answer"]
    assert "known_at=" in links["Link to this answer"]
    again = opened(client, links["Link to this answer"].removeprefix("http://testserver"))
    assert "The Place Director, North Marlshire, may, up to £250,000." in again.main


def test_nobody_may_is_said_with_the_nearest(client: Client) -> None:
    page = decided(
        client, q="", decision="award-a-non-health-contract", amount="280000", basis="lifetime",
        place="",
    )  # fmt: skip
    assert "Nobody may: the scheme has a gap above £250,000 and up to £300,000." in page.main
    assert "Nearest: the Chief Finance Officer, but only above £300,000." in page.main


@pytest.mark.parametrize(
    ("decision", "amount", "sentence"),
    [
        ("settle-a-claim", "50000", "decides together with the Chief Finance Officer."),
        ("engage-agency-staff", "900", "senior managers at band 8b and above decide."),
        (
            "make-a-discretionary-payment-to-a-practice", "30000",
            "so may the Director of Primary Care.",
        ),
    ],
)  # fmt: skip
def test_the_sentences_name_all_who_decide(
    decision: str, amount: str, sentence: str, client: Client
) -> None:
    assert sentence in decided(client, q="", decision=decision, amount=amount, place="").main


def test_terms_that_are_not_the_usual_ones_stand_in_the_question(client: Client) -> None:
    page = decided(
        client, q="", decision="approve-a-business-case", amount="90000", budgeted="false",
        recurrent="true", urgent="true", place="",
    )  # fmt: skip
    assert (
        "£90,000 a year, outside the budget, recurring each year, where it cannot wait?"
        in page.main
    )


def test_words_that_fit_several_offer_them_with_what_was_asked(client: Client) -> None:
    page = decided(client, q="plan")
    assert "These words fit several decisions. Which do you mean?" in page.main
    (address,) = [url for text, url in page.links if text == "Approve the internal audit plan"]
    assert "amount=%C2%A3250k" in address
    chosen = opened(client, f"/decide/{address}")
    assert "Who may approve the internal audit plan" in chosen.main


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"amount": "-5"}, "decide-amount"),
        ({"amount": "1e400"}, "decide-amount"),
        ({"so_far": "250,000.005"}, "decide-so-far"),
        ({"place": "narnia"}, "decide-place"),
    ],
)
def test_a_fault_leads_to_its_field_and_what_was_typed_is_kept(
    asked: dict[str, str], field: str, client: Client
) -> None:
    page = decided(client, 400, **asked)
    (summary,) = page.tree.find_class("nhsuk-error-summary")
    (link,) = summary.iter("a")
    assert link.get("href") == f"#{field}"
    described = page.tree.get_element_by_id(field).get("aria-describedby")
    assert link.text_content() in page.tree.get_element_by_id(described).text_content()
    assert page.tree.get_element_by_id("decide-q").get("value") == USUAL["q"]


@pytest.mark.parametrize("words", ["contract", "contract variation"])
def test_one_word_of_many_decisions_is_asked_about(words: str, client: Client) -> None:
    page = decided(client, q=words)
    assert "These words fit several decisions. Which do you mean?" in page.main
    assert "may, up to" not in page.main


def test_an_empty_question_is_a_fault_of_its_field(client: Client) -> None:
    page = decided(client, 400, q="")
    assert "Say what is to be decided" in page.main
    (summary,) = page.tree.find_class("nhsuk-error-summary")
    assert next(summary.iter("a")).get("href") == "#decide-q"


def test_without_an_organisation_it_is_asked_whose_scheme(client: Client) -> None:
    page = opened(client, "/decide/?q=lease&amount=5000")
    assert "Whose scheme do you mean?" in page.main
    addresses = [url for _, url in page.links if "q=lease" in url]
    assert [url for url in addresses if "amount=5000" not in url] == []
    assert len(addresses) == 2


def test_whether_it_recurs_is_asked_where_the_limits_depend_on_it(client: Client) -> None:
    page = decided(
        client, q="", decision="approve-a-business-case", amount="90000", place="", budgeted="no"
    )
    assert "Does this recur each year? The limits differ." in page.main
    once = dict(page.links)["It does not: it is paid once"]
    assert "The Chief Finance Officer may" in opened(client, f"/decide/{once}").main


def test_all_decisions_can_be_chosen_from(client: Client) -> None:
    page = opened(client, "/decide/?organisation=marlshire-icb&list=all&on=2025-06-02")
    (field,) = [each for each in page.tree.iter("select") if each.get("name") == "decision"]
    names = [each.text_content() for each in field.iter("option")]
    assert names[0] == "Choose one"
    assert "6.4.2 Vary a contract for health services" in names


def test_a_draft_is_asked_by_those_alone_who_may_see_it(
    samples: dict[str, Edition], people: People
) -> None:
    based_on = samples["marlshire-icb-2025-04"]
    open_draft(based_on=based_on, slug="marlshire-draft", title="Draft", label="Draft")
    address = "/decide/?edition=marlshire-draft&decision=use-the-seal"
    for stranger in (people.anonymous, people.outsider):
        opened(stranger.client, address, 404)
        assert stranger.client.get(address.replace("/?", ".pdf?")).status_code == 404
    page = opened(people.administrator.client, address)
    assert "draft, not adopted" in page.main
    assert "This is a draft. It has not been adopted and is not in force." in page.time_bar


class TestFromSearch:
    ADDRESS = "/search/?q=who+may+approve+a+contract+variation+over+£250k+in+Tarnwold&on=2025-06-02"

    def test_a_question_who_decides_is_put_to_those_that_have_a_scheme(
        self, client: Client
    ) -> None:
        (card,) = opened(client, self.ADDRESS).tree.find_class("app-answer")
        links = {each.text_content(): each.get("href") for each in card.iter("a")}
        which = "Vary a contract for health services or 2 other decisions"
        address = links[f"{which}, £250,000.01, Tarnwold: which?"]
        assert "amount=250000.01" in address
        assert "place=tarnwold" in address
        assert "on=2025-06-02" in address
        assert "Who may vary a contract for health services, £250,000.01?" in links
        assert "Which do you mean?" in opened(client, address).main

    def test_a_search_for_something_else_has_no_such_card(self, client: Client) -> None:
        assert not opened(client, "/search/?q=xyzzy").tree.find_class("app-answer")

    def test_a_decision_among_the_results_brings_it_too(self, client: Client) -> None:
        page = opened(client, "/search/?q=petty+cash&on=2025-06-02")
        (card,) = page.tree.find_class("app-answer")
        assert "Who may pay from petty cash?" in card.text_content()


def test_a_decisions_own_page_leads_to_the_question(client: Client) -> None:
    page = opened(client, f"{HANDBOOK}/decisions/use-the-seal/?on=2025-06-02")
    address = dict(page.links)["Ask who may decide this"]
    assert "Who may authorise the use of the seal?" in opened(client, address).main


class TestTheOtherWayRound:
    def test_a_person_is_found_and_what_they_hold_is_shown(self, client: Client) -> None:
        found = opened(client, "/decide/holders/?q=whitlock&on=2025-06-02")
        address = dict(found.links)["Joanna Whitlock"]
        page = opened(client, f"/decide/holders/{address}")
        assert "Place Director, North Marlshire" in page.main
        assert "Substantive, from 1 July 2022" in page.main
        assert "Vary a contract for health services: Up to £250,000" in page.main
        assert "North Marlshire Place Partnership" in page.main

    def test_posts_and_committees_are_found_by_name(self, client: Client) -> None:
        page = opened(client, "/decide/holders/?q=finance+and+investment&on=2025-06-02")
        assert "Finance and Investment Committee · Marlshire ICB, April 2025" in page.main

    def test_a_code_leads_to_its_body(self, client: Client) -> None:
        response = client.get("/decide/holders/?q=RNU")
        assert (response.status_code, response["Location"]) == (302, "/decide/holders/RNU/")

    @pytest.mark.parametrize("address", ["?person=Nobody+At+All", "ZZZ99/"])
    def test_nobody_of_that_name_is_said(self, address: str, client: Client) -> None:
        opened(client, f"/decide/holders/{address}", 404)

    def test_a_name_that_nobody_has_says_what_to_try(self, client: Client) -> None:
        assert "Nobody of that name was found." in opened(client, "/decide/holders/?q=xyzzy").main


def test_a_body_has_its_memberships_over_all_organisations(bob: Edition, client: Client) -> None:
    page = opened(client, "/decide/holders/RNU/")
    assert "Oxford Health NHS Foundation Trust" in page.main
    assert "Mental Health Provider Collaborative: Member" in page.main


def test_an_organisation_without_a_scheme_is_said_to_have_none(client: Client) -> None:
    page = opened(client, "/decide/?organisation=nowhere&q=contract", 404)
    assert "No scheme of “nowhere” is in the registry." in page.main


def test_the_start_page_asks_as_well(client: Client) -> None:
    (form,) = opened(client, "/").tree.find_class("app-decide")
    assert form.get("action") == "/decide/"
    assert [each.text_content() for each in form.iter("option")] == [
        "Choose one", "Eastmoor ICB (sample)", "Marlshire ICB (sample)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/marlshire-icb/", f"{HANDBOOK}/", f"{HANDBOOK}/posts/", f"{HANDBOOK}/chart/"]
)
def test_every_page_of_a_sample_says_so(address: str, client: Client) -> None:
    assert "Sample data" in opened(client, address).time_bar


def test_no_page_of_what_is_real_says_so(client: Client) -> None:
    assert "Sample data" not in opened(client, "/bob-icb/").time_bar


class TestWhatSomebodyMayDecide:
    def test_a_post(self, client: Client) -> None:
        page = opened(client, f"{HANDBOOK}/posts/director-of-commissioning/")
        (may, *_) = page.tree.find_class("app-holdings")
        assert may.getprevious().text_content() == "May decide"
        lines = [" ".join(each.text_content().split()) for each in may.iter("li")]
        assert any(
            line.startswith("Vary a contract for health services: Up to £500,000") for line in lines
        )
        assert "Powers and duties held" not in page.main

    @pytest.mark.parametrize(
        ("address", "words"),
        [
            ("collaboratives/marlshire-acute-collaborative/", "Gives no power: Memorandum of"),
            ("posts/head-of-individual-funding/", "Gives no power: it was passed on"),
            ("posts/director-of-governance/", "Gives no power: the matter may not be delegated"),
            ("posts/head-of-estates/?on=2026-04-01", "Has ended"),
            ("posts/chief-executive/", "In urgent cases only"),
        ],
    )
    def test_what_gives_no_plain_power_says_so(
        self, address: str, words: str, client: Client
    ) -> None:
        assert words in opened(client, f"{HANDBOOK}/{address}").main

    def test_who_stands_in_has_not_what_is_for_the_substantive_holder(self, client: Client) -> None:
        acting = opened(client, "/decide/holders/?person=Owen+Prosser&on=2025-11-10")
        assert "Only the substantive holder may use it" in acting.main
        himself = opened(client, "/decide/holders/?person=Owen+Prosser&on=2026-04-01")
        assert "Only the substantive holder may use it" not in himself.main

    def test_a_committee_and_a_partnership(self, client: Client) -> None:
        for address in (
            "committees/finance-and-investment-committee",
            "partnerships/north-marlshire-place-partnership",
        ):
            page = opened(client, f"{HANDBOOK}/{address}/")
            assert "May decide" in page.main
            assert "Scheme of Reservation and Delegation" in page.main

    def test_what_an_edition_says_without_decisions_stays_a_list(self, client: Client) -> None:
        page = opened(client, "/bob-icb/bob-icb-2024-09/committees/")
        assert "May decide" not in page.main
