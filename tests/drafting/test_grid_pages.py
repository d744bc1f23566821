"""The grid's pages: what they show, what the script sends and is answered, rows in a form, pasted
rows."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Delegation, Limit
from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR, READER, Role
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition, Organisation
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

HERE = "/marlshire-icb/marlshire-try/grid/"
POWERS, LIMITS = f"{HERE}delegations/", f"{HERE}limits/"
SEAL = "use-the-seal-approves-chief-executive"


@pytest.fixture
def draft(samples: dict[str, Edition]) -> Edition:
    base = samples["marlshire-icb-2025-04"]
    return open_draft(based_on=base, slug="marlshire-try", title="Try", label="Try")


def signed_in(name: str, role: Role, organisation: str = "marlshire-icb", **how: Any) -> Client:
    user = User.objects.create_user(name, first_name=name.capitalize(), last_name="Example")
    grant(role=role, to=user, organisation=Organisation.objects.get(slug=organisation))
    client = Client()
    sign_in(client, user, **how)
    return client


@pytest.fixture
def olive(draft: Edition) -> Client:
    return signed_in("olive", EDITOR)


def power(draft: Edition, key: str = SEAL) -> Delegation:
    found: Delegation = Delegation.objects.in_edition(draft).get(key=key)
    return found


def send(client: Client, address: str, *rows: dict[str, Any], **others: Any) -> Any:
    return client.post(
        address, json.dumps({"rows": rows, **others}), content_type="application/json"
    )


def row_of(draft: Edition, key: str = SEAL, **cells: str) -> dict[str, Any]:
    return {"row": f"mark-{key}", "key": key, "seen": power(draft, key).version, "cells": cells}


def words(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


class TestWhoMay:
    @pytest.mark.parametrize(
        "path",
        ["delegations/", "limits/", "limits/choices/", "limits/rows/", "limits/paste/"],
    )
    def test_only_who_changes_drafts_reads_them_in_a_grid(
        self, draft: Edition, olive: Client, client: Client, path: str
    ) -> None:
        assert olive.get(f"{HERE}{path}").status_code == 200
        assert signed_in("rita", READER).get(f"{HERE}{path}").status_code == 403
        assert signed_in("emil", EDITOR, "eastmoor-icb").get(f"{HERE}{path}").status_code == 404
        assert client.get(f"{HERE}{path}").status_code == 404

    @pytest.mark.parametrize("path", ["try/", "save/"])
    def test_nobody_else_writes(
        self, draft: Edition, olive: Client, client: Client, path: str
    ) -> None:
        sent = row_of(draft, conditions="Mine")
        address = f"{POWERS}{path}"
        assert send(signed_in("rita", READER), address, sent, reason="Why").status_code == 403
        stranger = signed_in("emil", EDITOR, "eastmoor-icb")
        assert send(stranger, address, sent, reason="Why").status_code == 404
        assert send(client, address, sent, reason="Why").status_code == 404
        halfway = signed_in("hal", EDITOR, second_factor=False)
        assert send(halfway, address, sent, reason="Why").status_code == 403
        assert power(draft).conditions != "Mine"

    @pytest.mark.parametrize("path", ["try/", "save/"])
    @pytest.mark.parametrize("sent", [b"[" * 100_000, b'{"rows": "\xff\xfe"}', b"null"])
    def test_what_cannot_be_read_is_refused_in_words(
        self, olive: Client, path: str, sent: bytes
    ) -> None:
        answer = olive.post(f"{POWERS}{path}", sent, content_type="application/json")
        assert answer.status_code == 400
        assert "cannot be read" in answer.json()["message"]

    def test_a_published_edition_says_that_it_cannot_change(
        self, olive: Client, client: Client
    ) -> None:
        address = "/marlshire-icb/marlshire-icb-2025-04/grid/limits/"
        page = olive.get(address)
        assert page.status_code == 409
        assert "Open a draft based on it" in words(page)
        assert client.get(address).status_code == 404
        assert send(olive, f"{address}save/", {}, reason="Why").status_code == 409

    def test_other_kinds_have_none(self, olive: Client) -> None:
        assert olive.get(f"{HERE}posts/").status_code == 404


class TestThePage:
    def test_it_is_a_plain_table_of_rows_with_a_way_to_the_form_of_each(
        self, draft: Edition, olive: Client
    ) -> None:
        text = olive.get(LIMITS).content.decode()
        assert text.count("<tr data-key=") == Limit.objects.in_edition(draft).count()
        assert f'href="/marlshire-icb/marlshire-try/work/limits/{SEAL}-limit/"' in text
        assert "<td>£5,000,000</td>" in text
        assert "<script>" not in text
        assert "style=" not in text

    def test_it_turns_over_after_five_hundred_rows(self, draft: Edition, olive: Client) -> None:
        first, last = olive.get(POWERS), olive.get(f"{POWERS}?page=3")
        assert first.content.decode().count("<tr data-key=") == 500
        assert "here 1 to 500" in words(first)
        assert 0 < last.content.decode().count("<tr data-key=") <= 500
        assert olive.get(f"{POWERS}?page=9").status_code == 404

    def test_it_is_narrowed_as_lists_are(self, draft: Edition, olive: Client) -> None:
        page = olive.get(f"{POWERS}?holder=icb-chair")
        number = Delegation.objects.in_edition(draft).filter(holder__key="icb-chair").count()
        assert page.content.decode().count("<tr data-key=") == number
        assert "Nothing here fits" in words(olive.get(f"{POWERS}?q=xyzzy"))

    def test_it_takes_as_many_queries_for_few_rows_as_for_many(
        self, draft: Edition, olive: Client
    ) -> None:
        counts = []
        olive.get(POWERS)
        for address in (f"{POWERS}?holder=icb-chair", POWERS):
            with CaptureQueriesContext(connection) as queries:
                olive.get(address)
            counts.append(len(queries))
        assert abs(counts[0] - counts[1]) <= 1  # To be narrowed may ask one more.

    def test_what_a_cell_may_be_made_from_is_as_it_would_be_typed(
        self, draft: Edition, olive: Client
    ) -> None:
        choices = olive.get(f"{POWERS}choices/").json()["choices"]
        assert choices["part"] == ["Approves", "Recommends", "Is consulted", "Signs", "Is told"]
        assert "Audit Committee" in choices["holder"]


class TestTheScript:
    def test_it_is_told_what_would_be_wrong_and_nothing_is_kept(
        self, draft: Edition, olive: Client
    ) -> None:
        answer = send(olive, f"{POWERS}try/", row_of(draft, part="Vetoes")).json()
        (fault,) = answer["faults"]
        assert (fault["row"], fault["column"]) == (f"mark-{SEAL}", "part")
        answer = send(olive, f"{POWERS}try/", row_of(draft, conditions="Mine")).json()
        assert answer["faults"] == answer["conflicts"] == []
        assert power(draft).conditions != "Mine"

    def test_it_saves_and_is_told_how_the_rows_stand(self, draft: Edition, olive: Client) -> None:
        answer = send(
            olive, f"{POWERS}save/", row_of(draft, effective_until="31/3/2028"), reason="Sunset"
        )
        assert answer.status_code == 200
        (row,) = answer.json()["saved"]
        assert row["seen"] == power(draft).version == 2
        assert "31 March 2028" in row["texts"]
        assert 'value="Sunset"' in olive.get(LIMITS).content.decode()

    def test_fifty_pasted_rows_are_fifty_new_rows_with_one_reason(
        self, draft: Edition, olive: Client
    ) -> None:
        rows = [
            {"row": f"r{n}", "cells": {"delegation": power(draft).name, "up_to": f"£{n + 1}k"}}
            for n in range(50)
        ]
        answer = send(olive, f"{LIMITS}save/", *rows, reason="From the workbook")
        assert len(answer.json()["saved"]) == 50
        made = Limit.history.filter(history_change_reason="From the workbook", history_type="+")
        assert made.count() == 50
        assert made.values("request").distinct().count() == 1

    def test_one_wrong_row_of_fifty_is_told_and_none_is_saved(
        self, draft: Edition, olive: Client
    ) -> None:
        before = Limit.objects.in_edition(draft).count()
        rows = [
            {"row": f"r{n}", "cells": {"delegation": power(draft).name, "up_to": f"£{n + 1}k"}}
            for n in range(50)
        ]
        rows[30]["cells"]["up_to"] = "a lot"  # type: ignore[index]
        answer = send(olive, f"{LIMITS}save/", *rows, reason="From the workbook")
        assert answer.status_code == 400
        assert [(each["row"], each["column"]) for each in answer.json()["faults"]] == [
            ("r30", "up_to")
        ]
        assert Limit.objects.in_edition(draft).count() == before

    def test_the_second_of_two_people_is_told_who_was_faster(
        self, draft: Edition, olive: Client
    ) -> None:
        mine = row_of(draft, conditions="Mine")
        theirs = row_of(draft, conditions="Theirs")
        send(signed_in("wilma", EDITOR), f"{POWERS}save/", theirs, reason="Minute 26/04")
        answer = send(olive, f"{POWERS}save/", mine, reason="Mine first")
        assert answer.status_code == 409
        (conflict,) = answer.json()["conflicts"]
        assert "Wilma Example changed it on" in conflict["said"]
        assert conflict["said"].endswith("because: Minute 26/04")
        assert [(each["label"], each["theirs"]) for each in conflict["cells"]] == [
            ("Conditions", "Theirs")
        ]
        mine["seen"] = conflict["seen"]
        assert send(olive, f"{POWERS}save/", mine, reason="Agreed").status_code == 200
        assert power(draft).conditions == "Mine"

    @pytest.mark.parametrize(
        "body",
        [
            b"", b"{", b"[]", b"null", b'{"rows": 5}', b'{"rows": [5]}', b'{"rows": []}',
            b'{"rows": [{"row": "a", "cells": []}]}',
            b'{"rows": [{"row": "a", "cells": {"x": 1}}]}',
            b'{"rows": [{"row": "a", "key": "b", "cells": {}}]}', b"\xff",
            b'{"rows": [{"row": "a", "key": "\\u0000", "seen": 1, "cells": {}}]}',
        ],
    )  # fmt: skip
    def test_what_cannot_be_read_is_refused_in_words(
        self, draft: Edition, olive: Client, body: bytes
    ) -> None:
        for path in ("try/", "save/"):
            answer = olive.post(f"{POWERS}{path}", body, content_type="application/json")
            assert answer.status_code == 400
            assert answer.json()["message"]

    def test_a_row_of_another_kind_or_none_is_not_there(
        self, draft: Edition, olive: Client
    ) -> None:
        for key in ("icb-board", "nowhere"):
            row = {"row": "a", "key": key, "seen": 1, "cells": {"name": "x"}}
            (fault,) = send(olive, f"{POWERS}save/", row, reason="Why").json()["faults"]
            assert "ended this row" in fault["message"]


INPUTS = re.compile(r'<input type="(?:text|hidden)"[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"')
SELECTS = re.compile(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>')
CHOSEN = re.compile(r"<option[^>]* selected>([^<]*)")
TEXTS = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>')


def fields_of(page: Any) -> dict[str, str]:
    """The fields of the form of rows as a browser would send them."""
    text = page.content.decode()
    found = {**dict(INPUTS.findall(text)), **dict(TEXTS.findall(text))}
    for name, options in SELECTS.findall(text):
        chosen = CHOSEN.search(options)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


class TestRowsInAForm:
    def test_ten_rows_are_changed_with_one_reason(self, draft: Edition, olive: Client) -> None:
        page = olive.get(f"{POWERS}rows/")
        fields = fields_of(page)
        keys = [name.removeprefix("was:") for name in fields if name.startswith("was:")]
        assert len(keys) == 25
        for key in keys[:10]:
            fields[f"cell:{key}:conditions"] = "By the form"
        answer = olive.post(f"{POWERS}rows/", {**fields, "reason": "Ten at once"})
        assert answer.status_code == 302
        assert "saved=10" in answer["Location"]
        changed = Delegation.objects.in_edition(draft).filter(conditions="By the form")
        assert set(changed.values_list("key", flat=True)) == set(keys[:10])
        assert set(changed.values_list("version", flat=True)) == {2}

    def test_what_was_typed_stays_where_it_cannot_be_saved(
        self, draft: Edition, olive: Client
    ) -> None:
        fields = fields_of(olive.get(f"{LIMITS}rows/"))
        name = f"cell:{SEAL}-limit:up_to"
        answer = olive.post(f"{LIMITS}rows/", {**fields, name: "a lot", "reason": "Why"})
        assert answer.status_code == 400
        text = words(answer)
        assert "Nothing is saved yet" in text
        assert f'href="#cell-{SEAL}-limit-up_to"' in text
        assert fields_of(answer)[name] == "a lot"

    def test_a_conflict_is_told_and_saving_again_keeps_ones_own(
        self, draft: Edition, olive: Client
    ) -> None:
        address = f"{LIMITS}rows/"
        fields = fields_of(olive.get(address))
        name = f"cell:{SEAL}-limit:up_to"
        cells = {"up_to": "£4m", "vat": "With VAT"}
        theirs = {"row": "a", "key": f"{SEAL}-limit", "seen": 1, "cells": cells}
        send(signed_in("wilma", EDITOR), f"{LIMITS}save/", theirs, reason="Minute 26/04")
        answer = olive.post(address, {**fields, name: "£3m", "reason": "Mine"})
        assert answer.status_code == 409
        assert "Wilma Example changed it" in words(answer)
        assert "Up to says now: £4,000,000." in words(answer)
        again = fields_of(answer)
        assert again[name] == "£3m"
        assert olive.post(address, {**again, "reason": "Mine"}).status_code == 302
        limit = Limit.objects.in_edition(draft).get(key=f"{SEAL}-limit")
        assert (limit.up_to, limit.vat) == (3000000, "included")


class TestPastedRows:
    def cells(self, draft: Edition, rows: int = 50) -> str:
        lines = ["Delegation\tUp to\tIncludes up to\tNotes"]
        lines += [f"{power(draft).name}\t£{number}k\tYes\tx" for number in range(1, rows + 1)]
        return "\r\n".join(lines)

    def test_fifty_rows_are_looked_at_and_saved_with_one_reason(
        self, draft: Edition, olive: Client
    ) -> None:
        before = Limit.objects.in_edition(draft).count()
        cells = self.cells(draft)
        page = olive.post(f"{LIMITS}paste/", {"cells": cells, "do": "look"})
        assert page.status_code == 200
        assert "50 rows: 50 new, 0 changed." in words(page)
        assert "no column has that heading: Notes" in words(page)
        assert "£50,000" in words(page)
        assert Limit.objects.in_edition(draft).count() == before
        done = {"cells": cells, "do": "save", "reason": "From the workbook"}
        assert olive.post(f"{LIMITS}paste/", done).status_code == 302
        assert Limit.objects.in_edition(draft).count() == before + 50

    def test_it_says_for_each_cell_why_not_and_saves_none(
        self, draft: Edition, olive: Client
    ) -> None:
        before = Limit.objects.in_edition(draft).count()
        cells = self.cells(draft).replace("£7k", "plenty").replace("£9k\tYes", "£9k\tPerhaps")
        for do in ("look", "save"):
            page = olive.post(f"{LIMITS}paste/", {"cells": cells, "do": do, "reason": "Why"})
            assert "Row 7: Up to:" in words(page)
            assert "Row 9: Includes up to: “Perhaps” is neither yes nor no." in words(page)
            assert 'value="save"' not in page.content.decode()
        assert Limit.objects.in_edition(draft).count() == before

    def test_a_row_of_a_name_that_is_there_changes_it_and_leaves_empty_cells(
        self, draft: Edition, olive: Client
    ) -> None:
        limit = Limit.objects.in_edition(draft).get(key=f"{SEAL}-limit")
        cells = f"Name\tUp to\tSignatures\n{limit.name}\t£4m\t"
        page = olive.post(f"{LIMITS}paste/", {"cells": cells, "do": "look"})
        assert "1 row: 0 new, 1 changed." in words(page)
        seen = json.dumps({limit.key: limit.version})
        done = {"cells": cells, "do": "save", "reason": "Why", "seen": seen}
        assert olive.post(f"{LIMITS}paste/", done).status_code == 302
        now = Limit.objects.in_edition(draft).get(key=limit.key)
        assert (now.up_to, now.signatures) == (4000000, limit.signatures)
        again = olive.post(f"{LIMITS}paste/", {**done, "cells": cells.replace("4m", "3m")})
        assert again.status_code == 409
        assert "Olive Example changed it" in words(again)

    def test_cells_with_line_ends_and_quotes_come_as_spreadsheets_quote_them(
        self, draft: Edition, olive: Client
    ) -> None:
        cells = f'Name\tConditions\n{power(draft).name}\t"First ""this"",\nthen\tthat"'
        done = {"cells": cells, "do": "save", "reason": "Why"}
        assert olive.post(f"{POWERS}paste/", done).status_code == 302
        assert power(draft).conditions == 'First "this",\nthen\tthat'

    def test_columns_without_headings_are_taken_in_their_order(
        self, draft: Edition, olive: Client
    ) -> None:
        cells = f"A limit\t{power(draft).name}\tA year\t\t\t£4m"
        page = olive.post(f"{LIMITS}paste/", {"cells": cells, "do": "look"})
        assert "No headings were found" in words(page)
        done = {"cells": cells, "do": "save", "reason": "Why"}
        assert olive.post(f"{LIMITS}paste/", done).status_code == 302
        made = Limit.objects.in_edition(draft).get(name="A limit")
        assert (made.basis, made.up_to) == ("yearly", 4000000)

    @pytest.mark.parametrize("cells", ["", "\n\n", "Name\tUp to", "\t" * 40 + "x", "a\x00b"])
    def test_what_is_no_rows_is_refused_in_words(
        self, draft: Edition, olive: Client, cells: str
    ) -> None:
        page = olive.post(f"{LIMITS}paste/", {"cells": cells, "do": "look"})
        assert page.status_code == 400
        assert "Error:" in words(page)
