"""Drafts by program: what somebody may see and do in them is the same as in the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directorates.models import Directorate, Function, Post
from opmodel.drafting.descriptions import descriptions
from opmodel.drafting.models import Proposal
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element
from opmodel.editions.stated import stated
from places.models import Place
from tests.conftest import People

pytestmark = pytest.mark.django_db

WHY = "Agreed by the executive"
DRAFTS = "/api/v1/drafts/"


@pytest.fixture
def rows(draft: Edition) -> str:
    return f"{DRAFTS}{draft.slug}/rows/"


@pytest.fixture
def proposals(draft: Edition) -> str:
    return f"{DRAFTS}{draft.slug}/proposals/"


def send(client: Client, method: str, address: str, data: Any, etag: str = "") -> Any:
    headers = {"If-Match": etag} if etag else {}
    return client.generic(
        method, address, _json(data), content_type="application/json", headers=headers
    )


def _json(data: Any) -> str:
    import json  # noqa: PLC0415

    return data if isinstance(data, str) else json.dumps(data)


def changed(client: Client, address: str, **values: Any) -> Any:
    etag = client.get(address)["ETag"]
    return send(client, "PATCH", address, {"values": values, "reason": WHY}, etag)


class TestReading:
    def test_drafts_are_listed_for_who_works_on_them(self, draft: Edition, people: People) -> None:
        told = {
            name: [(each["slug"], each["may"], each["whole"]) for each in _results(person.client)]
            for name, person in people.everyone().items()
        }
        assert told["anonymous"] == told["outsider"] == told["editor_elsewhere"] == []
        assert told["editor"] == told["administrator"] == [(draft.slug, "change", True)]
        assert told["reader"] == told["reviewer"] == [(draft.slug, "read", True)]
        assert told["contributor"] == told["partner"] == [(draft.slug, "propose", False)]

    def test_a_row_states_all_that_its_kind_can(
        self, draft: Edition, rows: str, people: People
    ) -> None:
        for kind in ("post", "function", "place", "responsibility"):
            element = kinds()[kind].objects.in_edition(draft)[0]
            found = people.editor.client.get(f"{rows}{element.key}/")
            assert found.json()["values"] == stated(element)
            assert found["ETag"]

    def test_rows_are_narrowed(self, rows: str, people: People) -> None:
        client = people.editor.client
        assert client.get(f"{rows}?kind=directorate").json()["count"] == 6
        assert client.get(f"{rows}?kind=directorate&q=finance").json()["count"] == 1
        assert client.get(f"{rows}?changed=yes").json()["count"] == 0
        changed(client, f"{rows}finance/", summary="Other words")
        found = client.get(f"{rows}?changed=yes").json()["results"]
        assert [(each["key"], each["changed"]) for each in found] == [("finance", "changed")]

    def test_who_has_rows_of_their_own_is_given_those_alone(
        self, draft: Edition, rows: str, people: People
    ) -> None:
        found = people.contributor.client.get(f"{rows}?page_size=500").json()
        keys = {each["key"] for each in found["results"]}
        assert "oxfordshire" in keys
        assert "buckinghamshire" not in keys
        assert found["count"] == len(keys) < Element.objects.in_edition(draft).count()
        assert people.contributor.client.get(f"{rows}buckinghamshire/").status_code == 404

    def test_to_everybody_else_there_is_no_such_draft(
        self, rows: str, proposals: str, people: People
    ) -> None:
        for person in (people.anonymous, people.outsider, people.editor_elsewhere):
            for address in (rows, f"{rows}finance/", proposals, f"{proposals}1/"):
                assert person.client.get(address).status_code == 404
            refused = send(person.client, "PATCH", f"{rows}finance/", {}, "*")
            assert refused.status_code == 404

    def test_fields_are_told_from_the_descriptions(self, people: People) -> None:
        found = people.anonymous.client.get(f"{DRAFTS}fields/?page_size=500").json()
        assert found["count"] == sum(len(each.fields) for each in descriptions().values())

    def test_the_database_is_asked_no_more_for_many_rows(self, rows: str, people: People) -> None:
        for person in (people.editor, people.contributor):
            counted = []
            for size in (2, 20):
                address = f"{rows}?kind=responsibility&page_size={size}"
                person.client.get(address)
                with CaptureQueriesContext(connection) as asked:
                    assert person.client.get(address).status_code == 200
                counted.append(len(asked))
            assert counted[0] >= counted[1] - 2
            assert counted[1] < 30


def _results(client: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(DRAFTS).json()["results"]
    return found


class TestWriting:
    def test_a_change_is_saved_with_who_and_why(
        self, draft: Edition, rows: str, people: People
    ) -> None:
        answer = changed(people.editor.client, f"{rows}finance/", name="Money")
        assert answer.status_code == 200, answer.content
        assert (answer.json()["name"], answer.json()["version"]) == ("Money", 2)
        record = Directorate.objects.in_edition(draft).get(key="finance").history.first()
        assert (record.history_user, record.history_change_reason) == (people.editor.user, WHY)

    def test_what_was_read_has_to_be_named(self, rows: str, people: People) -> None:
        said = {"values": {"name": "Money"}, "reason": WHY}
        client = people.editor.client
        assert send(client, "PATCH", f"{rows}finance/", said).status_code == 428
        wrong = send(client, "PATCH", f"{rows}finance/", said, '"0123456789abcdef"')
        assert wrong.status_code == 412

    def test_who_comes_second_is_told_what_the_first_did(self, rows: str, people: People) -> None:
        address = f"{rows}finance/"
        etag = people.editor.client.get(address)["ETag"]
        was = people.editor.client.get(address).json()["name"]
        assert changed(people.administrator.client, address, name="Money").status_code == 200
        said = {"values": {"summary": "Mine"}, "reason": WHY}
        answer = send(people.editor.client, "PATCH", address, said, etag)
        assert answer.status_code == 412
        told = answer.json()
        assert told["theirs"] == {"name": {"before": was, "after": "Money"}}
        assert (told["who"], told["reason"]) == ("administrator", WHY)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": 5}, "name"),
            ({"name": "a\x00b"}, "name"),
            ({"colour": "red"}, "colour"),
            ({"parent": {"key": "x"}}, "parent"),
            ({"parent": "no-such"}, "parent"),
            ({"also_known_as": "x"}, "also_known_as"),
            ({"standing": "perhaps"}, "standing"),
        ],
    )
    def test_each_field_that_is_wrong_has_its_fault(
        self, rows: str, people: People, values: dict[str, Any], field: str
    ) -> None:
        answer = changed(people.editor.client, f"{rows}finance/", **values)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert field in [fault["parameter"] for fault in answer.json()["errors"]]

    def test_a_row_is_added_and_ended(self, draft: Edition, rows: str, people: People) -> None:
        client = people.editor.client
        made = send(
            client,
            "POST",
            rows,
            {
                "kind": "team",
                "values": {"name": "New team", "directorate": "finance"},
                "reason": WHY,
            },
        )
        assert made.status_code == 201, made.content
        assert (made.json()["key"], made.json()["changed"]) == ("new-team", "added")
        address = f"{rows}new-team/"
        ended = send(client, "DELETE", address, {"reason": WHY}, made["ETag"])
        assert ended.status_code == 204
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("sent", ["", "[]", "{", '{"values": 5}', "null", '{"kind": {}}'])
    def test_what_is_no_row_is_refused(self, rows: str, people: People, sent: str) -> None:
        answer = send(people.editor.client, "POST", rows, sent)
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"

    def test_who_only_reads_changes_nothing(
        self, draft: Edition, rows: str, people: People
    ) -> None:
        for person in (people.reader, people.reviewer, people.secretary):
            assert changed(person.client, f"{rows}finance/", name="Mine").status_code == 403
            etag = person.client.get(f"{rows}finance/")["ETag"]
            ended = send(person.client, "DELETE", f"{rows}finance/", {"reason": WHY}, etag)
            assert ended.status_code == 403
            said = {"kind": "team", "values": {"name": "Mine"}, "reason": WHY}
            assert send(person.client, "POST", rows, said).status_code == 403
        assert not Directorate.objects.in_edition(draft).get(key="finance").history.exists()

    def test_a_session_alone_is_not_enough(self, rows: str, people: People) -> None:
        """Another site cannot write in somebody's name."""
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = people.editor.client.cookies
        said = {"values": {"name": "Mine"}, "reason": WHY}
        assert send(strict, "PATCH", f"{rows}finance/", said, "*").status_code == 403


class TestProposing:
    @pytest.fixture
    def proposed(self, rows: str, people: People) -> dict[str, Any]:
        answer = changed(
            people.contributor.client, f"{rows}oxfordshire/", summary="Five neighbourhoods"
        )
        assert answer.status_code == 202, answer.content
        told: dict[str, Any] = answer.json()
        return told

    def test_who_may_not_save_proposes(self, proposed: dict[str, Any], people: People) -> None:
        assert (proposed["what"], proposed["state"], proposed["by"]) == (
            "change",
            "open",
            "contributor",
        )
        assert proposed["values"] == {"summary": "Five neighbourhoods"}

    def test_accepting_writes_it(
        self, draft: Edition, proposed: dict[str, Any], proposals: str, people: People
    ) -> None:
        address = f"{proposals}{proposed['number']}/"
        refused = send(people.contributor.client, "POST", f"{address}accept/", {})
        assert refused.status_code == 403
        answer = send(people.editor.client, "POST", f"{address}accept/", {"word": "Yes"})
        assert answer.status_code == 200, answer.content
        assert answer.json()["state"] == "accepted"
        place = Place.objects.in_edition(draft).get(key="oxfordshire")
        assert place.summary == "Five neighbourhoods"
        assert people.contributor.client.get(address).json()["word"] == "Yes"

    def test_declining_needs_a_word(
        self, proposed: dict[str, Any], proposals: str, people: People
    ) -> None:
        address = f"{proposals}{proposed['number']}/"
        assert send(people.editor.client, "POST", f"{address}decline/", {}).status_code == 400
        answer = send(people.editor.client, "POST", f"{address}decline/", {"word": "No"})
        assert answer.json()["state"] == "declined"

    def test_it_is_withdrawn_by_its_maker_alone(
        self, proposed: dict[str, Any], proposals: str, people: People
    ) -> None:
        address = f"{proposals}{proposed['number']}/withdraw/"
        assert send(people.editor.client, "POST", address, {}).status_code == 403
        assert send(people.contributor.client, "POST", address, {}).status_code == 200
        assert Proposal.objects.get().state == "withdrawn"

    def test_a_name_that_only_the_draft_has_cannot_be_guessed(
        self, draft: Edition, rows: str, people: People
    ) -> None:
        """What is there and what is not are refused in the same words."""
        said = {"kind": "post", "values": {"name": "Quokka Officer"}, "reason": WHY}
        assert send(people.editor.client, "POST", rows, said).status_code == 201
        answers = [
            changed(people.contributor.client, f"{rows}oxfordshire/", led_by=key)
            for key in ("quokka-officer", "numbat-officer")
        ]
        told = [
            each.content.decode().replace("quokka", "").replace("numbat", "") for each in answers
        ]
        assert [each.status_code for each in answers] == [400, 400]
        assert told[0] == told[1]

    def test_others_see_nothing_of_it(
        self, proposed: dict[str, Any], proposals: str, people: People
    ) -> None:
        assert people.partner.client.get(proposals).json()["count"] == 0
        address = f"{proposals}{proposed['number']}/"
        assert people.partner.client.get(address).status_code == 404
        assert people.reader.client.get(address).status_code == 200


def test_many_kinds_of_rows_are_read_at_once(draft: Edition, rows: str, people: People) -> None:
    found = people.editor.client.get(f"{rows}?page_size=500").json()["results"]
    assert len({each["kind"] for each in found}) > 5
    some = [each for each in found if each["kind"] in ("post", "function")][:20]
    for each in some:
        model = Post if each["kind"] == "post" else Function
        assert each["values"] == stated(model.objects.in_edition(draft).get(key=each["key"]))


class TestWhatCannotBeRead:
    @pytest.mark.parametrize("sent", ["[" * 100_000, '{"values": ' * 100_000])
    def test_what_is_nested_too_deep(self, rows: str, people: People, sent: str) -> None:
        answer = send(people.editor.client, "POST", rows, sent)
        assert answer.status_code == 400
        assert "nested too deep" in answer.json()["detail"]

    def test_what_is_no_utf_8(self, rows: str, people: People) -> None:
        answer = people.editor.client.post(
            rows, b'{"kind": "\xff\xfe"}', content_type="application/json"
        )
        assert answer.status_code == 400
        assert "not JSON" in answer.json()["detail"]

    @pytest.mark.parametrize(
        ("sent", "field", "said"),
        [
            ({"values": [], "reason": WHY}, "values", "“values” has to be an object, such as {}."),
            ({"values": {}, "reason": ""}, "reason", "“reason” cannot be empty."),
            ({"values": {}, "reason": None}, "reason", "“reason” cannot be null."),
            ({"values": {}, "reason": []}, "reason", "“reason” has to be a text."),
            (
                {"values": {}, "reason": "x" * 501},
                "reason",
                "“reason” has more than 500 characters.",
            ),
            ({"values": {}, "reason": "a\x00b"}, "reason", "has a character that cannot be kept."),
        ],
    )
    def test_its_form_is_told_in_the_words_of_the_registry(
        self, rows: str, people: People, sent: dict[str, Any], field: str, said: str
    ) -> None:
        answer = send(people.editor.client, "PATCH", f"{rows}finance/", sent, "*")
        assert answer.status_code == 400
        told = {fault["parameter"]: fault["message"] for fault in answer.json()["errors"]}
        assert list(told) == [field]
        assert said in told[field]

    def test_what_is_missing_is_named(self, rows: str, people: People) -> None:
        answer = send(people.editor.client, "POST", rows, {"kind": "team"})
        told = {fault["parameter"]: fault["message"] for fault in answer.json()["errors"]}
        assert told == {"values": "“values” is missing.", "reason": "“reason” is missing."}

    @pytest.mark.parametrize("field", ["name", "standing", "parent"])
    def test_an_empty_list_is_no_single_value(self, rows: str, people: People, field: str) -> None:
        kind = descriptions()["directorate"].fields
        assert field in kind
        answer = changed(people.editor.client, f"{rows}finance/", **{field: []})
        assert answer.status_code == 400
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [field]

    def test_an_empty_list_stands_where_several_may(self, rows: str, people: People) -> None:
        answer = changed(people.editor.client, f"{rows}finance/", also_known_as=[])
        assert answer.status_code == 200

    def test_another_method_is_told_those_that_are_taken(self, rows: str, people: People) -> None:
        refused = send(people.editor.client, "DELETE", rows, {})
        assert refused.status_code == 405
        assert refused.json()["detail"] == (
            "This address does not take that method: use GET, HEAD, OPTIONS or POST."
        )
        reading = people.editor.client.post(DRAFTS).json()["detail"]
        assert reading == "The registry is only read here: use GET, HEAD or OPTIONS."

    @pytest.mark.parametrize(
        ("sent", "field"),
        [
            ({"key": "new", "values": {"name": "Other"}}, "key"),
            ({"values": {"name": "New"}}, "name"),
        ],
    )
    def test_no_row_takes_the_address_of_the_form_for_a_new_one(
        self, draft: Edition, rows: str, people: People, sent: dict[str, Any], field: str
    ) -> None:
        answer = send(people.editor.client, "POST", rows, {"kind": "place", "reason": WHY, **sent})
        assert answer.status_code == 400
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [field]
        assert not Element.objects.in_edition(draft).filter(key="new").exists()
