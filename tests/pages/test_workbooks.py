"""Workbooks in the browser: taken away, sent, looked at cell by cell, taken into a draft."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from directorates.models import Post
from governance.models import Decision
from opmodel.access.grants import end, grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR, READER, Role
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition, Element, Organisation
from opmodel.editions.snapshot import take
from opmodel.workbooks.choices import remembered
from opmodel.workbooks.models import Upload
from opmodel.workbooks.tasks import forget_workbooks
from tests.conftest import FIXTURES
from tests.pages.editions import SCRIPT
from tests.signing_in import sign_in
from tests.workbooks import packed, typed
from tests.workbooks.test_opening import REFUSED
from tests.workbooks.test_taking import with_quorum
from tests.workbooks.test_thirty_faults import FAULTS
from tests.workbooks.test_thirty_faults import book as thirty_faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

MARLSHIRE = "/marlshire-icb/marlshire-icb-2025-04/"
HERE = "/marlshire-icb/marlshire-try/"
WORKBOOKS = f"{HERE}workbooks/"
ANSWERS = {"answer:holder:exec directors": "words", "answer:letter:r": "recommends"}


@pytest.fixture
def draft(samples: dict[str, Edition]) -> Edition:
    base = samples["marlshire-icb-2025-04"]
    return open_draft(based_on=base, slug="marlshire-try", title="Try", label="Try")


def signed_in(name: str, role: Role, organisation: str) -> Client:
    user = User.objects.create_user(name, first_name=name.capitalize(), last_name="Example")
    grant(role=role, to=user, organisation=Organisation.objects.get(slug=organisation))
    client = Client()
    sign_in(client, user)
    return client


@pytest.fixture
def olive(samples: dict[str, Edition]) -> Client:
    """An editor of Marlshire, signed in."""
    return signed_in("olive", EDITOR, "marlshire-icb")


@pytest.fixture
def editor(olive: Client, draft: Edition) -> Client:
    """The same, where there is a draft."""
    return olive


def file(data: bytes | Workbook, name: str = "scheme.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, typed.saved(data) if isinstance(data, Workbook) else data)


def sent(
    client: Client, data: bytes | Workbook, name: str = "scheme.xlsx", to: str = WORKBOOKS
) -> str:
    """Sends a file, as the form does, and gives the address of its preview."""
    response = client.post(to, {"file": file(data, name)})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return words(response)


def words(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def seen(client: Client, address: str) -> str:
    """The token that the form of a preview carries."""
    page = client.get(address).content.decode()
    return page.partition('name="seen" value="')[2].partition('"')[0]


def taken(client: Client, address: str, token: str = "") -> Any:
    return client.post(address, {"do": "take", "seen": token or seen(client, address)})


class TestWhoMay:
    def test_anybody_takes_away_what_is_published_and_is_asked_to_sign_in_for_more(
        self, client: Client
    ) -> None:
        page = text(client, f"{MARLSHIRE}workbooks/")
        assert "The whole edition as a workbook" in page
        assert "Sign in to bring one back" in page
        assert 'type="file"' not in page

    def test_anybody_who_sends_one_is_asked_to_sign_in(self, client: Client) -> None:
        response = client.post(f"{MARLSHIRE}workbooks/", {"file": file(packed.good())})
        assert response["Location"].startswith("/sign-in/")
        assert not Upload.objects.exists()

    def test_a_draft_is_not_there_for_who_may_not_see_it(
        self, client: Client, draft: Edition
    ) -> None:
        outsider = signed_in("otto", EDITOR, "eastmoor-icb")
        for each in (client, outsider):
            for address in (WORKBOOKS, f"{HERE}workbook.xlsx", f"{HERE}limits.dmn"):
                text(each, address, 404)
        assert outsider.post(WORKBOOKS, {"file": file(packed.good())}).status_code == 404

    def test_an_editor_of_another_organisation_sends_nothing_here(self, draft: Edition) -> None:
        outsider = signed_in("otto", EDITOR, "eastmoor-icb")
        response = outsider.post(f"{MARLSHIRE}workbooks/", {"file": file(packed.good())})
        assert response.status_code == 403
        assert not Upload.objects.exists()

    def test_a_reader_is_told_which_role_it_needs(self, draft: Edition) -> None:
        reader = signed_in("rita", READER, "marlshire-icb")
        assert "role of editor" in text(reader, WORKBOOKS)
        assert reader.post(WORKBOOKS, {"file": file(packed.good())}).status_code == 403

    def test_what_somebody_sent_is_there_for_nobody_else(self, editor: Client) -> None:
        address = sent(editor, packed.good())
        other = signed_in("oscar", EDITOR, "marlshire-icb")
        text(other, address, 404)
        for do in ("choose", "anew", "take", "remove"):
            assert other.post(address, {"do": do}).status_code == 404
        assert "scheme.xlsx" not in text(other, WORKBOOKS)
        assert "scheme.xlsx" in text(editor, WORKBOOKS)
        assert Client().get(address).status_code == 404

    def test_whoever_loses_the_role_takes_nothing_in(self, editor: Client) -> None:
        address = sent(editor, typed.structure())
        token = seen(editor, address)
        user = User.objects.get(username="olive")
        organisation = Organisation.objects.get(slug="marlshire-icb")
        grant(role=READER, to=user, organisation=organisation)
        end(role=EDITOR, of=user, organisation=organisation)
        text(editor, address, 403)
        assert taken(editor, address, token).status_code == 403
        assert not Post.objects.filter(edition__slug="marlshire-try", key="head-of-art").exists()


class TestSending:
    def test_nothing_chosen_is_said_and_nothing_sent(self, editor: Client) -> None:
        response = editor.post(WORKBOOKS)
        assert response.status_code == 400
        assert "Choose a file first." in words(response)

    def test_more_than_ten_megabytes_are_refused_in_words(self, editor: Client) -> None:
        response = editor.post(WORKBOOKS, {"file": file(b"a" * (10 * 2**20 + 1))})
        assert response.status_code == 400
        assert "The file has 10.0 MB; at most 10 are read." in words(response)
        assert not Upload.objects.exists()

    def test_far_more_is_refused_before_it_is_read(self, editor: Client) -> None:
        response = editor.post(WORKBOOKS, {"file": file(b"a" * (11 * 2**20))})
        assert response.status_code == 413
        assert "That file is too large" in words(response)

    @pytest.mark.parametrize(
        ("name", "made", "said"),
        [each[1:] for each in REFUSED if each[0] != "a file too large"],
        ids=[each[0] for each in REFUSED if each[0] != "a file too large"],
    )
    def test_what_is_no_workbook_is_told_on_the_page(
        self, name: str, made: Callable[[], bytes], said: str, olive: Client
    ) -> None:
        before = Element.objects.count()
        page = text(olive, sent(olive, made(), name, f"{MARLSHIRE}workbooks/"))
        assert said in page
        assert "Nothing of this file could be read, and nothing has been written." in page
        assert "Take it into the draft" not in page
        assert Element.objects.count() == before

    def test_a_file_is_kept_for_a_day(self, editor: Client) -> None:
        address = sent(editor, packed.good())
        Upload.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        text(editor, address, 404)
        assert "Sent by you" not in text(editor, WORKBOOKS)
        assert Upload.objects.count() == 1
        forget_workbooks(0)
        assert not Upload.objects.exists()

    def test_whoever_sends_a_file_clears_old_ones(self, editor: Client) -> None:
        sent(editor, packed.good())
        Upload.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        sent(editor, packed.good())
        assert Upload.objects.count() == 1

    def test_twenty_of_one_person_are_kept(self, editor: Client) -> None:
        first = sent(editor, b"Post,Reports to\nA,B\n", "a.csv")
        for _ in range(20):
            sent(editor, b"Post,Reports to\nA,B\n", "a.csv")
        assert Upload.objects.count() == 20
        text(editor, first, 404)

    def test_it_can_be_thrown_away_at_once(self, editor: Client) -> None:
        address = sent(editor, packed.good())
        assert editor.post(address, {"do": "remove"})["Location"] == WORKBOOKS
        assert not Upload.objects.exists()
        text(editor, address, 404)

    def test_a_form_that_is_not_ours_does_nothing(self, editor: Client) -> None:
        address = sent(editor, packed.good())
        assert editor.post(address, {"do": "everything"}).status_code == 400
        text(editor, f"{WORKBOOKS}{uuid4()}/", 404)


class TestLooking:
    def test_the_summary_says_how_much_of_it_was_understood(self, editor: Client) -> None:
        page = text(editor, sent(editor, typed.scheme()))
        assert "Nothing has been written. Of 46 cells that hold something" in page
        assert "It cannot be taken in yet:</strong> there are 2 things to choose below." in page
        assert "Take it into the draft" not in page

    def test_every_cell_stands_there_with_its_address_its_state_and_what_was_made_of_it(
        self, editor: Client
    ) -> None:
        page = text(editor, sent(editor, typed.scheme()))
        rows = typed.SCHEME
        for number, row in enumerate(rows, start=1):
            for column, held in enumerate(row):
                if held is not None:
                    assert f">{chr(65 + column)}{number}<" in page, (column, number)
        assert "Approves up to £500,000" in page
        assert "Nobody is called so" in page or "nobody is called so" in page

    def test_changes_are_told_before_and_after(self, editor: Client) -> None:
        page = text(editor, sent(editor, typed.structure()))
        assert "Post: <a" in page
        assert "Alex Sample" in page
        assert "Post: Head of Art" in page
        assert "Reports to:</span> Chief Executive" in page

    def test_a_large_sheet_has_pages_and_rows_with_doubts_alone(self, editor: Client) -> None:
        rows = [["Post", "Reports to"], *([f"Clerk {at}", "CEO"] for at in range(120))]
        rows[100] = ["Clerk 99", "=A1"]
        address = sent(editor, typed.workbook(Posts=rows))
        page = text(editor, address)
        assert "Rows 1 to 50 of 121." in page
        assert "Clerk 119" not in text(editor, f"{address}?page=2")
        assert "Clerk 119" in text(editor, f"{address}?page=3")
        doubts = text(editor, f"{address}?show=doubts")
        assert ">B101<" in doubts
        assert ">B100<" not in doubts
        assert "Changes 26 to 50" in text(editor, f"{address}?changes=2")

    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ("sheet=2", 404),
            ("sheet=x", 400),
            ("page=9", 404),
            ("changes=x", 400),
            ("faults=7", 404),
        ],
    )
    def test_a_page_that_is_not_there_is_said_in_words(
        self, asked: str, status: int, editor: Client
    ) -> None:
        text(editor, f"{sent(editor, typed.structure())}?{asked}", status)

    def test_each_sheet_has_its_own_page(self, editor: Client) -> None:
        book = typed.workbook(Structure=typed.STRUCTURE, Notes=[["Only words"]])
        address = sent(editor, book)
        assert "Only words" not in text(editor, address)
        page = text(editor, f"{address}?sheet=2")
        assert "Only words" in page
        assert "No layout that is known" in page

    def test_nothing_of_a_file_is_markup(self, editor: Client) -> None:
        rows = [["Post", "Reports to"], [SCRIPT, "CEO"], ["<b>Bold</b>", SCRIPT]]
        address = sent(editor, typed.workbook(Posts=rows), f"{SCRIPT[:8]}x.xlsx")
        raw = editor.get(address).content.decode()
        assert SCRIPT not in raw
        assert "<b>Bold" not in raw
        assert SCRIPT in unescape(raw)

    def test_a_formula_is_refused_and_its_text_is_only_text(self, editor: Client) -> None:
        rows = [["Post", "Reports to"], ['=HYPERLINK("https://example.org")', "CEO"]]
        book = typed.workbook(Posts=rows)
        page = text(editor, sent(editor, book))
        assert "holds a formula" in page
        plain = b'Post,Reports to\n"=HYPERLINK(""https://example.org"")",CEO\n+44 1865,CEO\n'
        address = sent(editor, plain, "posts.csv")
        assert taken(editor, address).status_code in (302, 409)
        exported = editor.get(f"{HERE}workbook.xlsx?list=posts").content
        sheet = load_workbook(io.BytesIO(exported)).worksheets[0]
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]

    def test_a_sheet_of_more_rows_asks_the_database_no_more(self, editor: Client) -> None:
        def asked(number: int) -> int:
            rows = [["Post", "Reports to"], *([f"Clerk {at}", "CEO"] for at in range(number))]
            address = sent(editor, typed.workbook(Posts=rows))
            with CaptureQueriesContext(connection) as captured:
                text(editor, address)
            return len(captured)

        few = asked(3)
        assert asked(45) == few


@pytest.fixture(scope="module")
def faulty(samples: dict[str, Edition], django_db_blocker: Any) -> Iterator[str]:
    """The page of a workbook with thirty faults, as an editor sees it."""
    with django_db_blocker.unblock():
        editor = signed_in("fiona", EDITOR, "marlshire-icb")
        address = sent(editor, thirty_faults(), "faults.xlsx", f"{MARLSHIRE}workbooks/")
        page = text(editor, address)
        Upload.objects.all().delete()
        yield page


@pytest.mark.parametrize(
    ("address", "said"), [(at, said) for at, _, said in FAULTS if said], ids=lambda each: each[:20]
)
def test_each_of_thirty_faults_is_told_on_the_page_by_its_cell(
    address: str, said: str, faulty: str
) -> None:
    if said == "means one thing in one scheme":
        assert "What does the letter R mean in this workbook?" in faulty
        return
    _, _, below = faulty.partition("To mend in the file")
    told = below.partition(f"<strong>{address}</strong>:")[2].partition("</li>")[0]
    assert said in told
    assert "app-fault__remedy" in told


def test_the_thirty_faults_leave_nothing_to_press(faulty: str) -> None:
    assert "Take it into the draft" not in faulty
    assert "Sheet “Scheme”" in faulty


class TestChoosing:
    def test_what_is_asked_has_the_likely_answers_first_and_a_way_to_leave_it_out(
        self, editor: Client
    ) -> None:
        page = text(editor, sent(editor, typed.scheme()))
        assert "Whose column is “Exec Directors”?" in page
        assert "Leave this column out" in page
        assert "All others in the edition" in page
        assert page.count('<select class="nhsuk-select app-choice"') == 2

    def test_answers_are_remembered_for_the_next_workbook(self, editor: Client) -> None:
        address = sent(editor, typed.scheme())
        assert editor.post(address, {"do": "choose", **ANSWERS}).status_code == 302
        page = text(editor, address)
        assert "Take it into the draft" in page
        assert "“exec directors”: a type of holder, in these words" in page
        assert remembered("marlshire-icb") == {
            "holder:exec directors": "words",
            "letter:r": "recommends",
        }
        again = text(editor, sent(editor, typed.scheme()))
        assert "To choose" not in again
        assert "Take it into the draft" in again

    def test_whoever_is_in_the_edition_can_be_chosen(self, editor: Client) -> None:
        address = sent(editor, typed.scheme())
        editor.post(
            address, {"do": "choose", **ANSWERS, "answer:holder:exec directors": "key:icb-board"}
        )
        assert remembered("marlshire-icb")["holder:exec directors"] == "key:icb-board"

    def test_some_answers_leave_the_rest_to_be_asked(self, editor: Client) -> None:
        address = sent(editor, typed.scheme())
        editor.post(address, {"do": "choose", "answer:letter:r": "leave"})
        page = text(editor, address)
        assert "there is 1 thing to choose below" in page
        assert "What does the letter R mean" not in page

    @pytest.mark.parametrize(
        "answers",
        [
            {},
            {"answer:letter:r": ""},
            {"answer:letter:r": "everything"},
            {"answer:holder:exec directors": "key:nobody"},
            {"answer:holder:somebody else": "words"},
        ],
    )
    def test_what_is_no_answer_is_not_taken_for_one(
        self, answers: dict[str, str], editor: Client
    ) -> None:
        response = editor.post(sent(editor, typed.scheme()), {"do": "choose", **answers})
        assert response.status_code == 400
        assert "Choose an answer first." in words(response)
        assert remembered("marlshire-icb") == {}

    def test_what_was_chosen_can_be_chosen_anew(self, editor: Client) -> None:
        address = sent(editor, typed.scheme())
        editor.post(address, {"do": "choose", **ANSWERS})
        editor.post(address, {"do": "anew"})
        assert "there are 2 things to choose below" in text(editor, address)
        editor.post(address, {"do": "choose", **ANSWERS, "answer:letter:r": "signs"})
        assert remembered("marlshire-icb")["letter:r"] == "signs"


class TestTakingIn:
    def test_it_changes_the_draft_and_the_history_names_who_did_it(
        self, editor: Client, draft: Edition
    ) -> None:
        address = sent(editor, typed.structure(), "structure.xlsx")
        assert taken(editor, address)["Location"] == address
        page = text(editor, address)
        assert "structure.xlsx is taken in" in page
        assert f"{HERE}posts/head-of-art/" in page
        assert f"{HERE}checks/" in page
        post = Post.objects.get(edition=draft, key="head-of-art")
        (noted,) = post.history.all()
        assert noted.history_user.username == "olive"
        assert noted.history_change_reason == "Workbook structure.xlsx"
        assert bytes(Upload.objects.get().data) == b""
        assert "taken in" in text(editor, WORKBOOKS)

    def test_it_is_taken_in_once(self, editor: Client, draft: Edition) -> None:
        address = sent(editor, typed.structure())
        token = seen(editor, address)
        taken(editor, address, token)
        after = take(draft)
        assert taken(editor, address, token)["Location"] == address
        assert take(draft) == after

    def test_a_draft_that_changed_since_is_left_alone(self, editor: Client, draft: Edition) -> None:
        address = sent(editor, typed.structure())
        token = seen(editor, address)
        other = sent(editor, b"Post,Reports to,Holder\nHead of Art,CEO,Jo Other\n", "a.csv")
        assert taken(editor, other).status_code == 302
        before = take(draft)
        response = taken(editor, address, token)
        assert response.status_code == 409
        assert "The draft has changed since the preview" in words(response)
        assert "Nothing was written" in words(response)
        assert take(draft) == before

    def test_what_another_wrote_meanwhile_is_shown_and_not_written_over(
        self, editor: Client, draft: Edition
    ) -> None:
        first, second = (
            sent(editor, with_quorum(draft, quorum), f"{at}.xlsx")
            for at, quorum in enumerate(("Three members", "Five members"))
        )
        token = seen(editor, second)
        assert taken(editor, first).status_code == 302
        before = take(draft)
        response = taken(editor, second, token)
        assert response.status_code == 409
        assert "The draft has changed since the preview" in words(response)
        assert "Three members" in words(response)
        assert take(draft) == before
        assert taken(editor, second).status_code == 302

    @pytest.mark.parametrize("token", ["none", "0" * 64])
    def test_what_was_not_seen_is_not_written(
        self, token: str, editor: Client, draft: Edition
    ) -> None:
        before = take(draft)
        assert taken(editor, sent(editor, typed.structure()), token).status_code == 409
        assert take(draft) == before

    def test_faults_and_open_questions_write_nothing(self, editor: Client, draft: Edition) -> None:
        before = take(draft)
        for data in (typed.saved(typed.scheme()), thirty_faults()):
            response = taken(editor, sent(editor, data), "0" * 64)
            assert response.status_code == 409
            assert "Nothing was written" in words(response)
        assert take(draft) == before

    def test_a_published_edition_shows_what_would_change_and_takes_nothing(
        self, editor: Client, samples: dict[str, Edition]
    ) -> None:
        ways = text(editor, f"{MARLSHIRE}workbooks/")
        assert "Only a draft takes anything in" in ways
        assert WORKBOOKS in ways
        address = sent(editor, typed.structure(), to=f"{MARLSHIRE}workbooks/")
        page = text(editor, address)
        assert "nothing of it can change" in page
        assert "Post: Head of Art" in page
        assert "Take it into the draft" not in page
        before = take(samples["marlshire-icb-2025-04"])
        response = taken(editor, address, "0" * 64)
        assert response.status_code == 409
        assert "is published: nothing of it can change" in words(response)
        assert take(samples["marlshire-icb-2025-04"]) == before

    def test_what_was_taken_away_unchanged_would_change_nothing(self, editor: Client) -> None:
        data = editor.get(f"{HERE}workbook.xlsx").content
        page = text(editor, sent(editor, data, "marlshire-try.xlsx"))
        assert "it would change nothing" in page
        assert "there is nothing to take in" in page

    def test_one_cell_changed_is_one_line_before_and_after(
        self, editor: Client, draft: Edition
    ) -> None:
        data = editor.get(f"{HERE}workbook.xlsx?holder=audit-committee").content
        book = load_workbook(io.BytesIO(data))
        sheet = book["Committees"]
        (row,) = [each for each in range(6, 30) if sheet.cell(each, 1).value == "audit-committee"]
        sheet.cell(row, 2).value = "Audit and Risk Committee"
        address = sent(editor, book, "audit.xlsx")
        page = text(editor, address)
        assert "add none, change 1, and take out none" in page
        assert "Audit Committee<" in page
        assert "Audit and Risk Committee<" in page
        taken(editor, address)
        names = Element.objects.filter(edition=draft, key="audit-committee").values_list("name")
        assert list(names) == [("Audit and Risk Committee",)]


class TestTakingAway:
    def test_the_page_of_an_edition_leads_to_its_workbook_and_its_limits(
        self, client: Client
    ) -> None:
        page = text(client, MARLSHIRE)
        assert "Take away and bring back" in page
        for address in ("workbook.xlsx", "limits.dmn", "workbooks/"):
            assert f"{MARLSHIRE}{address}" in page
            assert client.get(f"{MARLSHIRE}{address}").status_code == 200

    @pytest.mark.parametrize(
        ("page", "asked"),
        [
            ("committees/audit-committee/", "holder=audit-committee"),
            ("posts/chief-executive/", "holder=chief-executive"),
        ],
    )
    def test_the_page_of_a_holder_leads_to_a_workbook_to_fill_in(
        self, page: str, asked: str, client: Client
    ) -> None:
        assert f"{MARLSHIRE}workbook.xlsx?{asked}" in text(client, f"{MARLSHIRE}{page}")
        response = client.get(f"{MARLSHIRE}workbook.xlsx?{asked}")
        name = f"marlshire-icb-2025-04-{asked.partition('=')[2]}.xlsx"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        sheets = load_workbook(io.BytesIO(response.content)).sheetnames
        assert "Delegations" in sheets
        assert "Functions" not in sheets

    def test_the_page_of_limits_leads_to_their_tables_for_programs(self, client: Client) -> None:
        assert f"{MARLSHIRE}limits.dmn" in text(client, f"{MARLSHIRE}matrix/limits/")
        assert ".dmn" not in text(client, f"{MARLSHIRE}matrix/scheme/")

    @pytest.mark.parametrize("form", ["workbook.xlsx", "limits.dmn"])
    def test_sample_data_says_so_and_the_same_comes_twice(self, form: str, client: Client) -> None:
        first = client.get(f"{MARLSHIRE}{form}")
        again = client.get(f"{MARLSHIRE}{form}", headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        said = (
            str(load_workbook(io.BytesIO(first.content)).worksheets[0]["A4"].value)
            if form.endswith("xlsx")
            else "".join(ET.fromstring(first.content).itertext())  # noqa: S314  (it is our own)
        )
        assert "Sample data" in said

    @pytest.mark.parametrize(
        "asked", ["holder=nobody", "directorate=audit-committee", "list=nothing"]
    )
    def test_a_part_that_is_not_there_is_said_in_words(self, asked: str, client: Client) -> None:
        text(client, f"{MARLSHIRE}workbook.xlsx?{asked}", 404)

    def test_an_edition_without_limits_has_no_tables_of_them(
        self, client: Client, bob: Edition
    ) -> None:
        text(client, "/bob-icb/bob-icb-2024-09/limits.dmn", 404)
        text(client, "/bob-icb/bob-icb-2024-09/workbook.xlsx?list=limits", 404)
        assert "limits.dmn" not in text(client, "/bob-icb/bob-icb-2024-09/")

    @pytest.mark.parametrize(
        "asked",
        [
            "workbook.xlsx?foo=x",
            "workbook.xlsx?holder=audit-committee&directorate=finance",
            "limits.dmn?holder=audit-committee",
        ],
    )
    def test_what_would_be_passed_over_is_refused_in_words(
        self, asked: str, client: Client
    ) -> None:
        page = text(client, f"{MARLSHIRE}{asked}", 400)
        assert "Ask for" in page

    def test_limits_of_an_edition_that_has_ended_are_those_of_its_last_day(
        self, client: Client
    ) -> None:
        import_edition(folder=FIXTURES / "marlshire-icb-2025-10")

        def day(address: str) -> str:
            root = ET.fromstring(client.get(address).content)  # noqa: S314  (it is our own)
            said = next(each.text or "" for each in root.iter() if each.tag.endswith("description"))
            return said.partition("with effect on ")[2][:10]

        assert day(f"{MARLSHIRE}limits.dmn") == "2025-09-30"
        assert day(f"{MARLSHIRE}limits.dmn?on=2025-05-01") == "2025-05-01"

    def test_programs_find_both_in_the_api(self, client: Client) -> None:
        answer = client.get("/api/v1/editions/marlshire-icb-2025-04/").json()
        assert answer["workbook"].endswith(f"{MARLSHIRE}workbook.xlsx")
        assert answer["limits_dmn"].endswith(f"{MARLSHIRE}limits.dmn")


def test_a_scheme_as_it_was_typed_goes_all_the_way(editor: Client, draft: Edition) -> None:
    address = sent(editor, typed.scheme())
    editor.post(address, {"do": "choose", **ANSWERS})
    assert taken(editor, address).status_code == 302
    assert Decision.objects.filter(
        edition=draft, name="Approve a business case for digital investment"
    ).exists()
    assert "Approve a business case for digital investment" in text(editor, address)
