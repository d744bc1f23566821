"""What checks found in an edition, as people see it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.findings.actions.waiving import waive
from opmodel.findings.checking import check
from opmodel.findings.counting import keep_count
from opmodel.findings.models import Waiver
from opmodel.findings.registry import RULES
from tests.conftest import FolderOf, People
from tests.findings.conftest import nothing_remembered  # noqa: F401  (for every test)
from tests.pages.conftest import Open, opened
from tests.pages.served import Shown, words
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

HANDBOOK = "/marlshire-icb/marlshire-icb-2025-04"
ADDRESS = f"{HANDBOOK}/checks"
DAY = "on=2025-09-30"
CHECKS = f"{ADDRESS}/?{DAY}"
"""On the last day before its next edition took effect: on others more is overdue or vacant."""

WHEN = Moment(on=date(2026, 6, 1), known=date(2026, 6, 2))
Waiving = Callable[[Edition, str], Waiver]


def found(page: Shown) -> list[str]:
    """What is wrong, sentence by sentence."""
    return [
        words(each) for each in page.tree.xpath("//div[@class='app-rule']//p[@class='app-told']")
    ]


def rules(page: Shown) -> list[str]:
    return [words(each) for each in page.tree.xpath("//div[@class='app-rule']/h3")]


@pytest.fixture
def waived(samples: dict[str, Edition]) -> Waiving:
    """Waives what the first finding of a rule says in an edition."""
    author = User.objects.create_superuser(
        username="secretary", first_name="Asha", last_name="Penrose"
    )

    def made(edition: Edition, rule: str) -> Waiver:
        findings = check(edition=edition, moment=WHEN)
        finding = next(each for each in findings if each.rule.id == rule)
        return waive(
            finding=finding,
            edition=edition,
            reason="The lease is to be given up anyway.",
            author=author,
            made_on=date(2025, 5, 1),
            until=date(2026, 3, 31),
        )

    return made


class TestThePage:
    def test_it_says_first_how_much_was_found_and_on_which_day(self, client: Client) -> None:
        page = opened(client, CHECKS)
        assert "16 errors 7 warnings 1 note" in page.main
        judged = "Judged on 30 September 2025, the day asked for."
        assert f"{judged} {len(RULES)} rules were tried." in page.main

    def test_without_a_day_it_is_judged_on_that_which_is_fair(
        self, plan: Edition, client: Client
    ) -> None:
        page = opened(client, f"/bob-ics/{plan.slug}/checks/")
        assert "Judged as of 31 March 2022, when it was published." in page.main
        page = opened(client, "/bob-icb/bob-icb-2024-09/checks/")
        assert "Judged on 31 March 2026, the last day on which it was in force." in page.main

    def test_errors_come_before_warnings_each_rule_once(self, client: Client) -> None:
        told = rules(opened(client, CHECKS))
        assert len(told) == len(set(told))
        severities = [each.split()[0] for each in told]
        assert severities == sorted(severities, key=("Error", "Warning", "Note").index)
        assert "Error Amounts that nobody may decide" in told
        assert "Warning Two have the same limit for the same matter" in told

    def test_a_finding_says_what_clashes_why_it_matters_and_what_mends_it(
        self, client: Client
    ) -> None:
        page = opened(client, f"{CHECKS}&rule=limit-gap&text=goods")
        (said,) = found(page)
        assert said == (
            "Nobody may decide “Award a contract for other goods and services” above £250,000 and "
            "up to £300,000 over the whole life."
        )
        links = {url for _, url in page.links}
        assert f"{HANDBOOK}/decisions/award-a-non-health-contract/?{DAY}" in links
        assert any("/delegations/award-a-non-health-contract-approves" in each for each in links)
        for label in ("Why it matters", "What would mend it", "What the rule rests on"):
            assert label in page.main

    def test_links_keep_the_day_that_was_asked_for(self, client: Client) -> None:
        page = opened(client, f"{ADDRESS}/?on=2025-05-01")
        assert "Judged on 1 May 2025, the day asked for." in page.main
        decision = f"{HANDBOOK}/decisions/award-a-non-health-contract/?on=2025-05-01"
        assert decision in {url for _, url in page.links}

    @pytest.mark.parametrize(
        ("asked", "number"),
        [
            ("severity=error", 16),
            ("severity=warning", 7),
            ("severity=note", 1),
            ("rule=limit-gap", 2),
            ("kind=agreement", 4),
            ("text=LEASE+community", 1),
            ("about=enter-a-research-partnership", 1),
            ("severity=error&kind=committee&text=xyzzy", 0),
        ],
    )
    def test_it_is_narrowed_by_what_is_asked(self, asked: str, number: int, client: Client) -> None:
        assert len(found(opened(client, f"{CHECKS}&{asked}"))) == number

    def test_a_place_has_what_belongs_to_it(self, client: Client) -> None:
        told = found(opened(client, f"{CHECKS}&place=tarnwold"))
        assert any("place development fund" in each for each in told)
        assert not any("goods and services" in each for each in told)

    def test_narrowed_to_nothing_it_says_so_and_leads_back(self, client: Client) -> None:
        page = opened(client, f"{CHECKS}&text=xyzzy")
        assert "Nothing of what was found fits what you asked for." in page.main
        assert ("Show everything", CHECKS) in page.links

    def test_narrowed_to_one_thing_it_is_called_by_its_name(self, client: Client) -> None:
        page = opened(client, f"{CHECKS}&about=enter-a-research-partnership")
        assert "What checks found about Enter a research partnership" in page.main
        opened(client, f"{CHECKS}&about=nothing-of-the-kind", status=404)

    @pytest.mark.parametrize("asked", ["severity=bad", "rule=nothing", "kind=nothing"])
    def test_what_it_cannot_be_narrowed_to_is_refused(self, asked: str, client: Client) -> None:
        opened(client, f"{CHECKS}&{asked}", status=400)

    def test_a_waiver_is_told_with_its_reason_its_author_and_its_end(
        self, samples: dict[str, Edition], waived: Waiving, client: Client
    ) -> None:
        waived(samples["marlshire-icb-2025-04"], "decision-nobody")
        page = opened(client, CHECKS)
        assert "1 of them waived" in page.main
        assert (
            "Waived by Asha Penrose on 1 May 2025, until 31 March 2026. "
            "The lease is to be given up anyway."
        ) in page.main
        assert "Waived" not in opened(client, f"{ADDRESS}/?on=2026-05-01").main

    def test_where_nothing_is_wrong_it_says_what_would_stand_there(
        self, folder: FolderOf, people: People
    ) -> None:
        bare = import_edition(folder=folder())
        page = opened(people.administrator.client, f"/{bare.organisation_id}/{bare.slug}/checks/")
        assert "0 errors 0 warnings 0 notes" in page.main
        assert "Nothing is wrong with this edition that a rule would find." in page.main


NEXT_YEAR = timezone.localdate() + timedelta(days=300)
REASON = "The Board keeps the lease until the clinic has moved."


@pytest.fixture
def editor(samples: dict[str, Edition]) -> Client:
    """An editor of Marlshire ICB, signed in."""
    user = User.objects.create_user("olive", first_name="Olive", last_name="Officer")
    grant(role=EDITOR, to=user, organisation=samples["marlshire-icb-2025-04"].organisation)
    client = Client()
    sign_in(client, user)
    return client


def way_to_waive(client: Client, about: str) -> str:
    """The address behind the link beside the only finding about something; empty without one."""
    page = opened(client, f"{CURRENT}?about={about}")
    found = [url for words, url in page.links if "iv" in words and "/checks/" in url]
    return found[0] if found else ""


CURRENT = f"{ADDRESS}/"
LEASE = "surrender-the-lease-of-a-community-building"


class TestLivingWithAFinding:
    """Of the handbook as it is judged today: here no later edition took its place."""

    def test_an_editor_decides_it_and_everybody_sees_who_why_and_until_when(
        self, editor: Client, client: Client
    ) -> None:
        address = way_to_waive(editor, LEASE)
        page = opened(editor, address)
        assert "Nobody may decide “Surrender the lease" in page.main
        sent = editor.post(address, {"reason": REASON, "until": NEXT_YEAR.isoformat()})
        assert sent.status_code == 302
        assert sent["Location"].startswith(f"{CURRENT}#finding-")
        page = opened(client, f"{CURRENT}?about={LEASE}")
        assert "Waived by Olive Officer on" in page.main
        assert REASON in page.main
        assert "1 of them waived" in page.main

    def test_a_date_may_be_typed_as_people_write_it(self, editor: Client) -> None:
        address = way_to_waive(editor, LEASE)
        typed = f"{NEXT_YEAR.day}/{NEXT_YEAR.month}/{NEXT_YEAR.year}"
        assert editor.post(address, {"reason": REASON, "until": typed}).status_code == 302
        assert Waiver.objects.get().until == NEXT_YEAR

    def test_it_can_be_changed_and_ended_and_what_ended_is_still_told(
        self, editor: Client, client: Client
    ) -> None:
        address = way_to_waive(editor, LEASE)
        editor.post(address, {"reason": REASON, "until": NEXT_YEAR.isoformat()})
        page = opened(editor, way_to_waive(editor, LEASE))
        assert "Change or end a waiver" in page.main
        assert REASON in page.tree.xpath("//textarea[@name='reason']/text()")
        empty = editor.post(f"{address}end/", {"because": " "})
        assert empty.status_code == 400
        assert "no longer to be lived with" in empty.content.decode()
        ended = editor.post(f"{address}end/", {"because": "The clinic has moved."})
        assert ended.status_code == 302
        page = opened(client, f"{CURRENT}?about={LEASE}")
        assert "Olive Officer ended that on" in page.main
        assert "it counts again. The clinic has moved." in page.main
        assert "of them waived" not in page.main
        assert editor.post(f"{address}end/", {"because": "Again"}).status_code == 404

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"reason": " "}, "Say why the finding is to be lived with."),
            ({"until": ""}, "Choose the last day on which it holds."),
            ({"until": "soon"}, "That is no date."),
            ({"until": "2020-01-01"}, "A waiver cannot end before it is made."),
            ({"until": "2120-01-01"}, "A waiver holds for a year at most."),
        ],
    )
    def test_what_is_wrong_is_told_and_what_was_typed_is_kept(
        self, wrong: dict[str, str], told: str, editor: Client
    ) -> None:
        stated = {"reason": REASON, "until": NEXT_YEAR.isoformat(), "everywhere": "yes", **wrong}
        sent = editor.post(way_to_waive(editor, LEASE), stated)
        assert sent.status_code == 400
        page = Shown(sent)
        assert told in page.main
        (kept,) = page.tree.xpath("//input[@name='until']/@value")
        assert kept == stated["until"]
        assert not Waiver.objects.exists()

    def test_whoever_may_not_is_told_so_and_offered_nothing(
        self, editor: Client, client: Client, people: People
    ) -> None:
        address = way_to_waive(editor, LEASE)
        asked_to_sign_in = client.get(address)
        assert asked_to_sign_in.status_code == 302
        assert asked_to_sign_in["Location"].startswith("/sign-in/?next=/marlshire-icb/")
        for person in (people.reader, people.outsider):
            assert way_to_waive(person.client, LEASE) == ""
            opened(person.client, address, status=403)
            stated = {"reason": REASON, "until": NEXT_YEAR.isoformat()}
            assert person.client.post(address, stated).status_code == 403
            assert person.client.post(f"{address}end/", {"because": "x"}).status_code == 403

    def test_what_was_wrong_before_today_is_not_waived_any_more(self, editor: Client) -> None:
        address = way_to_waive(editor, LEASE)
        page = opened(editor, CHECKS)
        assert not [words for words, _ in page.links if "Live with it" in words]
        opened(editor, f"{address}?{DAY}", status=404)

    def test_what_was_not_found_cannot_be_waived(self, editor: Client) -> None:
        opened(editor, f"{CURRENT}{'0' * 16}/", status=404)


class TestOverTheEditions:
    def test_each_edition_that_was_counted_has_its_numbers(
        self, samples: dict[str, Edition], client: Client
    ) -> None:
        keep_count(edition=samples["marlshire-icb-2025-04"], moment=WHEN)
        (row,) = opened(client, CHECKS).tree.xpath(
            "//table[contains(@class, 'app-numbers')]/tbody/tr"
        )
        assert [words(cell) for cell in row] == [
            "April 2025: what checks found (this edition) as of 1 April 2025", "16", "6", "1",
        ]  # fmt: skip

    def test_before_any_was_counted_it_says_when_that_happens(self, client: Client) -> None:
        assert (
            "No edition of this organisation has been counted yet." in opened(client, CHECKS).main
        )

    def test_a_draft_stands_at_the_end_and_is_drawn_beside_the_others(
        self, samples: dict[str, Edition], people: People
    ) -> None:
        based_on = samples["marlshire-icb-2025-04"]
        keep_count(edition=based_on, moment=WHEN)
        open_draft(based_on=based_on, slug="handbook-draft", title="Draft", label="Quokka draft")
        page = opened(people.administrator.client, "/marlshire-icb/handbook-draft/checks/")
        *_, last = page.tree.xpath("//table[contains(@class, 'app-numbers')]/tbody/tr")
        assert "Quokka draft" in words(last)
        assert words(next(page.tree.iter("text"))) == "April 2025"


class TestWaysToIt:
    def test_the_page_of_an_edition_has_a_card(
        self, samples: dict[str, Edition], client: Client
    ) -> None:
        assert "What contradicts itself, is missing" in opened(client, f"{HANDBOOK}/").main
        keep_count(edition=samples["marlshire-icb-2025-04"], moment=WHEN)
        page = opened(client, f"{HANDBOOK}/")
        assert ("What checks found", f"{ADDRESS}/") in page.links
        assert "16 errors, 6 warnings and 1 note found as of 1 April 2025" in page.main

    def test_the_page_of_an_element_says_how_much_was_found_about_it(self, client: Client) -> None:
        of = f"{HANDBOOK}/decisions"
        page = opened(client, f"{of}/award-a-non-health-contract/")
        told = dict(page.links)["1 finding about this"]
        assert len(found(opened(client, told))) == 1
        assert "about this" not in opened(client, f"{of}/vary-a-health-contract/").main

    def test_on_another_day_it_leads_to_what_is_found_then(self, client: Client) -> None:
        address = f"{HANDBOOK}/decisions/award-a-non-health-contract/?on=2025-05-01"
        told = dict(opened(client, address).links)["What checks find about this"]
        assert "Judged on 1 May 2025" in opened(client, told).main


class TestTheGate:
    def test_what_is_found_in_a_draft_is_told_to_its_readers_alone(
        self, bob: Edition, people: People
    ) -> None:
        open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Quokka draft")
        for person in (people.anonymous, people.outsider):
            for form in ("/", ".pdf", ".csv", ".xlsx"):
                answer = person.client.get(f"/bob-icb/bob-icb-draft/checks{form}")
                assert answer.status_code == 404
            assert "Quokka" not in opened(person.client, f"/bob-icb/{bob.slug}/checks/").main
        page = opened(people.reader.client, "/bob-icb/bob-icb-draft/checks/")
        assert "Judged on" in page.main


class TestTakingAway:
    def test_the_tables_hold_what_the_page_says(self, client: Client) -> None:
        response = client.get(f"{ADDRESS}.csv?{DAY}&severity=error")
        assert 'filename="marlshire-icb-2025-04-checks.csv"' in response["Content-Disposition"]
        *rows, sample = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
        assert sample["How bad"].startswith("Sample data")
        page = opened(client, f"{CHECKS}&severity=error")
        assert [row["What is wrong"] for row in rows] == found(page)
        assert {row["How bad"] for row in rows} == {"Error"}
        assert all(row["Why it matters"] and row["What would mend it"] for row in rows)

    def test_the_workbook_is_the_same_table_and_says_on_which_day_it_was_judged(
        self, client: Client
    ) -> None:
        response = client.get(f"{ADDRESS}.xlsx?{DAY}")
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        assert sheet["A1"].value == "What checks found"
        assert "Judged on 30 September 2025" in " ".join(
            str(sheet.cell(row, 1).value) for row in range(2, 7)
        )
        assert client.get(f"{ADDRESS}.xlsx?{DAY}").content == response.content


class TestTheCost:
    def test_a_second_look_does_not_check_again(self, client: Client) -> None:
        client.cookies["asked"] = "1"  # whoever has a cookie asks past the answers that are kept
        opened(client, CHECKS)
        with CaptureQueriesContext(connection) as captured:
            opened(client, CHECKS)
        assert len(captured) <= 14, [each["sql"] for each in captured]

    def test_a_page_of_hostile_names_is_text(self, hostile: Edition, visit: Open) -> None:
        page = visit(f"/{hostile.organisation_id}/{hostile.slug}/checks/")
        assert not page.tree.xpath("//main//script")
