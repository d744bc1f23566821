"""The pages and the API of who holds which post."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from directorates.actions.appointing import appoint, correct
from directorates.models import Appointment, Post
from directorates.selectors.appointments import mark_of
from opmodel.editions.actions.changing import Authored, add
from opmodel.editions.models import Edition
from tests.conftest import People

POST = "chief-executive"
LIST = "/bob-icb/appointments/"
PAGE = f"{LIST}{POST}/"
THEN = "?on=2024-10-01"
MACHINE = Authored(by=None, reason="Put in by a test")


@pytest.fixture
def ada(bob: Edition) -> Appointment:
    return appoint(
        organisation=bob.organisation,
        post=POST,
        values={"form": "acting", "name": "Ada <b>Quill", "begins_on": date(2024, 9, 2)},
        authored=MACHINE,
    )


def sent(**values: str) -> dict[str, str]:
    """The form as somebody sends it who saw what stands there now."""
    return {
        "seen": mark_of(Appointment.objects.filter(organisation="bob-icb", post=POST)),
        "form": "substantive",
        "name": "Ben Rook",
        "begins_on": "2024-10-01",
        "reason": "The Board agreed.",
    } | values


def test_anybody_reads_who_holds_which_post(ada: Appointment, client: Client) -> None:
    page = client.get(LIST + THEN).content.decode()
    assert "Ada &lt;b&gt;Quill (acting)" in page
    assert "2 September 2024" in page
    assert "csrf" not in client.get(PAGE + THEN).content.decode()


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("shown=acting", True),
        ("shown=vacant", False),
        ("shown=ending", False),
        ("shown=not-recorded", False),
        ("q=quill", True),
        ("q=chief+executive", True),
        ("q=xyzzy", False),
    ],
)
def test_the_list_is_narrowed(question: str, found: bool, ada: Appointment, client: Client) -> None:
    page = client.get(f"{LIST}{THEN}&{question}").content.decode()
    assert (f'href="{PAGE}{THEN}"' in page) is found


def test_what_the_list_cannot_be_narrowed_to_is_said(bob: Edition, client: Client) -> None:
    assert client.get(f"{LIST}?shown=gone").status_code == 400
    assert client.get(f"{LIST}no-such-post/").status_code == 404
    assert client.get("/no-such-organisation/appointments/").status_code == 404


def test_who_may_appoints_and_the_post_says_so_at_once(bob: Edition, people: People) -> None:
    secretary = people.secretary.client
    assert secretary.post(PAGE, sent()).status_code == 302
    row = Appointment.objects.get(name="Ben Rook")
    record: Any = Appointment.history.get(id=row.pk)
    assert record.history_user == people.secretary.user
    assert record.request is not None
    page = secretary.get(PAGE).content.decode()
    assert "Ben Rook" in page
    assert "The Board agreed." in page  # What was written of it, and the reason offered again.
    assert "Ben Rook" in Client().get(f"{LIST}{THEN}").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("anonymous", 302),
        ("outsider", 403),
        ("reader", 403),
        ("contributor", 403),
        ("editor", 302),
        ("editor_elsewhere", 403),
        ("reviewer", 403),
        ("secretary", 302),
        ("partner", 403),
        ("granter", 403),
        ("administrator", 302),
    ],
)
def test_only_who_has_the_right_writes(
    who: str, status: int, ada: Appointment, people: People
) -> None:
    client = getattr(people, who).client
    response = client.post(PAGE, sent())
    assert response.status_code == status
    may = status == 302 and who != "anonymous"
    assert Appointment.objects.filter(name="Ben Rook").exists() is may
    one = client.get(f"{PAGE}{ada.pk}/")
    assert one.status_code == (200 if may else status)
    assert ("Appoint somebody" in client.get(PAGE).content.decode()) is may


def test_a_form_that_is_wrong_keeps_what_was_typed(ada: Appointment, people: People) -> None:
    response = people.secretary.client.post(
        PAGE, sent(form="acting", begins_on="31/11/2024", reason="")
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert "That is no date. Write it like 31/3/2027." in page
    assert "Say in a few words why." in page
    assert 'value="Ben Rook"' in page
    clash = people.secretary.client.post(PAGE, sent(form="acting"))
    assert clash.status_code == 400
    assert "One person acts at a time." in clash.content.decode()


def test_who_saw_something_else_is_shown_what_stands_there(
    ada: Appointment, people: People
) -> None:
    secretary = people.secretary.client
    response = secretary.post(PAGE, sent(seen="0123456789abcdef"))
    assert response.status_code == 409
    assert "Somebody was quicker" in response.content.decode()
    one = f"{PAGE}{ada.pk}/"
    correct(appointment=ada, values={"note": "By letter"}, seen=1, authored=MACHINE)
    late = {"do": "end", "end-ends_on": "2025-01-31", "end-reason": "Left", "end-seen": "1"}
    assert secretary.post(one, late).status_code == 409
    assert secretary.post(one, late | {"end-seen": "2"}).status_code == 302
    ada.refresh_from_db()
    assert ada.ends_on == date(2025, 1, 31)


def test_one_is_corrected_and_taken_out(ada: Appointment, people: People) -> None:
    secretary, one = people.secretary.client, f"{PAGE}{ada.pk}/"
    form = {"do": "correct", "seen": "1", "form": "interim", "name": "Ada Quill", "reason": "Typo"}
    assert secretary.post(one, form).status_code == 302
    ada.refresh_from_db()
    assert (ada.name, ada.form, ada.begins_on) == ("Ada Quill", "interim", None)
    out = {"do": "out", "out-seen": "2", "out-reason": "Never was"}
    assert secretary.post(one, out).status_code == 400
    assert secretary.post(one, out | {"out-sure": "yes"}).status_code == 302
    assert not Appointment.objects.filter(pk=ada.pk).exists()
    assert secretary.get(one).status_code == 404
    assert secretary.post(one, {"do": "more"}).status_code == 404


def test_a_post_that_only_a_draft_has_is_told_to_nobody_else(
    bob: Edition, draft: Edition, people: People
) -> None:
    add(edition=draft, kind=Post, values={"name": "Keeper of the Seal"}, authored=MACHINE)
    Appointment(organisation=bob.organisation, post="keeper-of-the-seal", name="Cy Moss").save()
    address = f"{LIST}keeper-of-the-seal/"
    for person, status in ((people.anonymous, 404), (people.contributor, 404),
                           (people.outsider, 404), (people.reader, 200)):  # fmt: skip
        assert person.client.get(address).status_code == status
        for page in (LIST, "/api/v1/appointments/"):
            told = b"eeper" in person.client.get(page).content
            assert told is (status == 200), page


def test_no_more_queries_for_many_appointments(
    bob: Edition, ada: Appointment, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number, key in enumerate(Post.objects.filter(edition=bob).values_list("key", flat=True)):
        Appointment(organisation=bob.organisation, post=key, name=f"Person {number}").save()
    with django_assert_max_num_queries(12):
        client.get(LIST + THEN)


# ---- The API ----

API = "/api/v1/appointments/"


def test_programs_read_them(ada: Appointment, client: Client) -> None:
    answer = client.get(f"{API}?organisation=bob-icb&on=2024-10-01&post={POST}").json()
    assert answer["count"] == 1
    row = answer["results"][0]
    assert (row["name"], row["form"], row["begins_on"]) == ("Ada <b>Quill", "acting", "2024-09-02")
    assert client.get(f"{API}?organisation=bob-icb&on=2024-09-01").json()["count"] == 0
    assert client.get(f"{API}?form=vacant").json()["count"] == 0
    assert client.get(f"{API}?form=gone").status_code == 400
    assert client.get(f"{API}?organisation=nowhere").status_code == 404
    assert client.get(f"{API}?fields=post").json()["results"][0] == {"post": POST}
    assert client.get(f"{API}{ada.pk}/").json() == row
    assert client.get(f"{API}{ada.pk + 999}/").status_code == 404


def test_programs_write_them_in_view_of_what_they_read(ada: Appointment, people: People) -> None:
    secretary = people.secretary.client
    one = f"{API}{ada.pk}/"
    etag = secretary.get(one)["ETag"]
    body = json.dumps({"ends_on": "2025-01-31", "reason": "Left"})

    def patch(**headers: str) -> Any:
        return secretary.patch(one, body, content_type="application/json", headers=headers)

    assert patch().status_code == 428
    assert patch(if_match='"somethingelse"').status_code == 412
    changed = patch(if_match=etag)
    assert changed.status_code == 200
    assert changed.json()["ends_on"] == "2025-01-31"
    assert changed["ETag"] == secretary.get(one)["ETag"] != etag
    assert patch(if_match=etag).status_code == 412
    assert secretary.get(one, headers={"if-none-match": changed["ETag"]}).status_code == 304


def test_programs_are_told_field_by_field_what_is_wrong(ada: Appointment, people: People) -> None:
    def post(who: Any, **more: Any) -> Any:
        body = {"organisation": "bob-icb", "post": POST, "form": "acting", "name": "Ben Rook",
                "reason": "Agreed"} | more  # fmt: skip
        return who.client.post(API, json.dumps(body), content_type="application/json")

    wrong = post(people.secretary)
    assert wrong.status_code == 400
    assert wrong["Content-Type"] == "application/problem+json"
    assert [each["parameter"] for each in wrong.json()["errors"]] == ["begins_on"]
    unknown = post(people.secretary, colour="blue", begins_on="soon").json()["errors"]
    assert {each["parameter"] for each in unknown} == {"colour", "begins_on"}
    assert post(people.anonymous, form="vacant", name="").status_code == 403
    assert post(people.reader, form="vacant", name="").status_code == 403
    assert post(people.secretary, organisation="nowhere").status_code == 400
    made = post(people.secretary, form="vacant", name="")
    assert made.status_code == 201
    assert made.json()["name"] is None
    assert people.secretary.client.get(f"{API}{made.json()['number']}/")["ETag"] == made["ETag"]
