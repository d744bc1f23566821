"""Rows of a draft as cells: shown, read back, tried, saved together."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from governance.models import Delegation, Limit
from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR, READER, Role
from opmodel.drafting.actions.rows import save_rows, try_rows
from opmodel.drafting.grid.cells import Cells
from opmodel.drafting.grid.columns import Column, columns_of
from opmodel.drafting.grid.reading import cells_for, read_rows
from opmodel.drafting.grid.sending import RowsRefused, SavedRow, SentRow, Tried
from opmodel.drafting.rights import NotAllowed
from opmodel.editions.actions.changing import Authored, change
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.stated import stated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("samples")]

SEAL = "use-the-seal-approves-chief-executive"


@pytest.fixture
def draft(samples: dict[str, Edition]) -> Edition:
    base = samples["marlshire-icb-2025-04"]
    return open_draft(based_on=base, slug="marlshire-try", title="Try", label="Try")


def person(name: str, role: Role, organisation: str = "marlshire-icb") -> User:
    user = User.objects.create_user(name, first_name=name.capitalize(), last_name="Example")
    grant(role=role, to=user, organisation=Organisation.objects.get(slug=organisation))
    return user


@pytest.fixture
def olive(samples: dict[str, Edition]) -> User:
    return person("olive", EDITOR)


def power(draft: Edition, key: str = SEAL) -> Delegation:
    found: Delegation = Delegation.objects.in_edition(draft).get(key=key)
    return found


def limit_of(draft: Edition, key: str = f"{SEAL}-limit") -> Limit:
    found: Limit = Limit.objects.in_edition(draft).get(key=key)
    return found


def saved(
    draft: Edition, by: User, *rows: SentRow, kind: Any = Delegation, reason: str = "Agreed in May"
) -> list[SavedRow]:
    return save_rows(
        edition=draft,
        kind=kind,
        columns=columns_of(kind),
        rows=rows,
        authored=Authored(by, reason),
    )


def tried(draft: Edition, by: User, *rows: SentRow, kind: Any = Delegation) -> Tried:
    return try_rows(edition=draft, kind=kind, columns=columns_of(kind), rows=rows, by=by)


def refused(draft: Edition, by: User, *rows: SentRow, **others: Any) -> RowsRefused:
    with pytest.raises(RowsRefused) as caught:
        saved(draft, by, *rows, **others)
    return caught.value


def column(kind: Any, name: str) -> Column:
    return next(each for each in columns_of(kind) if each.name == name)


class TestCells:
    @pytest.mark.parametrize("kind", [Delegation, Limit])
    def test_every_cell_of_a_whole_scheme_reads_back_as_the_value_it_shows(
        self, draft: Edition, kind: Any
    ) -> None:
        sheet = read_rows(
            edition=draft, found=kind.objects.in_edition(draft), columns=columns_of(kind)
        )
        assert len(sheet.rows) > 400
        for row in sheet.rows:
            for each, text in zip(sheet.columns, row.texts, strict=True):
                assert sheet.cells.value(each, text, row.values[each.name]) == row.values[each.name]

    def test_a_cell_is_written_as_people_write(self, draft: Edition) -> None:
        cells = Cells(draft)
        assert cells.text(column(Limit, "up_to"), "5000000") == "£5,000,000"
        assert cells.text(column(Delegation, "effective_from"), "2027-04-01") == "1 April 2027"
        assert cells.text(column(Limit, "includes_up_to"), value=True) == "Yes"
        assert cells.text(column(Delegation, "part"), "told") == "Is told"

    @pytest.mark.parametrize(
        ("name", "text", "value"),
        [
            ("up_to", "£250k", "250000"),
            ("up_to", "£1.5m", "1500000"),
            ("up_to", "250,000.50", "250000.5"),
            ("up_to", "250000", "250000"),
            ("includes_up_to", "no", False),
            ("signatures", "2", 2),
            ("basis", "a year", "yearly"),
        ],
    )
    def test_an_amount_or_a_word_is_read_as_people_type_it(
        self, draft: Edition, name: str, text: str, value: Any
    ) -> None:
        assert Cells(draft).value(column(Limit, name), text) == value

    @pytest.mark.parametrize("text", ["2027-04-01", "1 April 2027", "01/04/2027", "1 Apr 2027"])
    def test_a_day_is_read_as_people_type_it(self, draft: Edition, text: str) -> None:
        assert Cells(draft).value(column(Delegation, "effective_from"), text) == "2027-04-01"

    def test_choices_can_be_typed_as_they_are_offered(self, draft: Edition) -> None:
        for kind in (Delegation, Limit):
            cells = cells_for(draft, columns_of(kind))
            for each in columns_of(kind):
                for offered in cells.choices(each):
                    assert cells.value(each, offered) not in (None, "", [])


LETTERS = st.characters(max_codepoint=0x17F, exclude_categories=["C", "Z"])
WORDS = st.text(LETTERS, min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


class TestAnyValue:
    """Random values shown and read again, with nothing known of what stood there before."""

    @pytest.fixture
    def cells(self, draft: Edition) -> Cells:
        return Cells(draft)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(pence=st.integers(0, 10**17), day=st.integers(0, 60000), data=st.data())
    def test_it_comes_back_the_same(
        self, cells: Cells, pence: int, day: int, data: st.DataObject
    ) -> None:
        keys = sorted(cells.key_of.values())
        amount = format((Decimal(pence) / 100).normalize() + 0, "f")
        values = {
            (Limit, "up_to"): amount,
            (Delegation, "effective_from"): (date(1948, 7, 5) + timedelta(day)).isoformat(),
            (Delegation, "part"): data.draw(st.sampled_from(Delegation.Part.values)),
            (Delegation, "deputy_rule"): data.draw(st.sampled_from(Delegation.Deputy.values)),
            (Delegation, "onward"): data.draw(st.booleans()),
            (Delegation, "conditions"): data.draw(
                TEXTS.filter(lambda text: text != "not recorded")
            ),
            (Limit, "signatures"): data.draw(st.integers(1, 32767)),
            (Delegation, "places"): data.draw(_keys_of(cells, "place")),
            (Delegation, "holder"): data.draw(st.sampled_from(_holders(cells, keys))),
        }
        for (kind, name), value in values.items():
            each = column(kind, name)
            assert cells.value(each, cells.text(each, value)) == value


def _keys_of(cells: Cells, kind: str) -> st.SearchStrategy[list[str]]:
    keys = [record.key for record in cells.fields.base.of_kinds([kind])]
    return st.lists(st.sampled_from(keys), unique=True, min_size=1, max_size=4)


def _holders(cells: Cells, keys: list[str]) -> list[str]:
    kinds = {"post", "committee", "body", "partnership", "directorate"}
    return [key for key in keys if cells.fields.base.by_key[key].kind in kinds]


class TestSaving:
    def test_several_rows_are_saved_with_one_reason(self, draft: Edition, olive: User) -> None:
        rows = Delegation.objects.in_edition(draft).order_by("position")[:10]
        sent = [
            SentRow(row.key, {"conditions": f"Condition {row.position}"}, row.key, row.version)
            for row in rows
        ]
        assert [each.key for each in saved(draft, olive, *sent)] == [row.key for row in rows]
        for row in rows:
            now = power(draft, row.key)
            last = now.history.first()
            assert (now.conditions, now.version) == (f"Condition {row.position}", row.version + 1)
            assert (last.history_change_reason, last.history_user) == ("Agreed in May", olive)

    def test_one_cell_that_cannot_be_read_keeps_all_of_them_unsaved(
        self, draft: Edition, olive: User
    ) -> None:
        one, other = Delegation.objects.in_edition(draft).order_by("position")[:2]
        why = refused(
            draft,
            olive,
            SentRow("a", {"conditions": "Kept waiting"}, one.key, one.version),
            SentRow("b", {"part": "Vetoes", "effective_from": "soon"}, other.key, other.version),
        )
        assert [(each.mark, each.column) for each in why.faults] == [
            ("b", "part"),
            ("b", "effective_from"),
        ]
        assert "is not one of the words used here" in why.faults[0].message
        assert power(draft, one.key).conditions != "Kept waiting"
        assert not power(draft, one.key).history.exists()

    def test_what_the_database_would_refuse_is_said_of_the_row(
        self, draft: Edition, olive: User
    ) -> None:
        limit = limit_of(draft)
        row = SentRow("a", {"above": "£6m"}, limit.key, limit.version)
        (fault,) = refused(draft, olive, row, kind=Limit).faults
        assert (fault.mark, fault.column) == ("a", "up_to")
        assert fault.message == "A band cannot end below its beginning."

    def test_a_reason_is_asked_for(self, draft: Edition, olive: User) -> None:
        row = SentRow("a", {"conditions": "New"}, SEAL, power(draft).version)
        (fault,) = refused(draft, olive, row, reason=" ").faults
        assert (fault.column, fault.message) == ("reason", "Say in a few words why.")

    def test_a_new_row_is_named_by_what_it_says(self, draft: Edition, olive: User) -> None:
        said = {"decision": "Authorise the use of the seal", "holder": "Audit Committee"}
        (row,) = saved(draft, olive, SentRow("new", {**said, "part": "Is told"}))
        made = power(draft, row.key)
        assert made.name == "Authorise the use of the seal: Audit Committee is told"
        assert stated(made)["holder"] == "audit-committee"
        (row,) = saved(
            draft, olive, SentRow("new", {"delegation": made.name, "up_to": "£2m"}), kind=Limit
        )
        name = limit_of(draft, row.key).name
        assert name == "Authorise the use of the seal, Audit Committee: up to £2m"

    def test_a_new_row_that_says_too_little_is_refused(self, draft: Edition, olive: User) -> None:
        (fault,) = refused(draft, olive, SentRow("new", {"up_to": "£2m"}), kind=Limit).faults[:1]
        assert (fault.column, fault.message) == (
            "name",
            "Give it a name, or enough that it can be named by.",
        )

    def test_somebody_elses_change_is_told_field_by_field(
        self, draft: Edition, olive: User
    ) -> None:
        read = power(draft)
        wilma = person("wilma", EDITOR)
        change(
            element=read,
            values={"part": "signs", "conditions": "Only on Mondays"},
            seen=read.version,
            authored=Authored(wilma, "Minute 26/04"),
        )
        before = power(draft).version
        row = SentRow("a", {"conditions": "Never"}, read.key, read.version)
        (conflict,) = refused(draft, olive, row).conflicts
        assert (conflict.who, conflict.reason) == (wilma, "Minute 26/04")
        assert conflict.seen == before == power(draft).version
        theirs = {cell.label: (cell.read, cell.theirs) for cell in conflict.cells}
        assert theirs == {
            "Part": ("Approves", "Signs"),
            "Conditions": (read.conditions, "Only on Mondays"),
        }

    def test_readers_save_and_try_nothing(self, draft: Edition, samples: Any) -> None:
        row = SentRow("a", {"conditions": "New"}, SEAL, power(draft).version)
        for stranger in (person("rita", READER), person("emil", EDITOR, "eastmoor-icb")):
            with pytest.raises(NotAllowed):
                saved(draft, stranger, row)
            with pytest.raises(NotAllowed):
                tried(draft, stranger, row)
        assert power(draft).conditions != "New"


class TestTrying:
    def test_it_tells_what_would_be_found_and_keeps_nothing(
        self, draft: Edition, olive: User
    ) -> None:
        orders = Delegation.objects.in_edition(draft).filter(
            decision__key="adopt-the-standing-orders", part="approves"
        )
        sent = [SentRow(row.key, {"part": "Recommends"}, row.key, row.version) for row in orders]
        told = tried(draft, olive, *sent)
        assert not told.faults
        assert "A matter that nobody may decide" in [each.title for each in told.appear]
        assert orders.count() == len(sent)
        assert not orders[0].history.exists()

    def test_a_finding_about_a_power_stands_with_its_limits(
        self, draft: Edition, olive: User
    ) -> None:
        limit = limit_of(draft)
        told = tried(
            draft, olive, SentRow("a", {"above": "£1m"}, limit.key, limit.version), kind=Limit
        )
        assert any(limit.key in finding.keys for finding in told.appear)

    def test_what_is_wrong_is_told_without_looking_for_findings(
        self, draft: Edition, olive: User
    ) -> None:
        told = tried(draft, olive, SentRow("a", {"holder": "The Queen"}, SEAL, 1))
        assert [(each.column, each.message[:43]) for each in told.faults] == [
            ("holder", "Nothing that can stand here is called “The ")
        ]
        assert not told.appear


class TestReading:
    def test_as_many_queries_for_five_rows_as_for_five_hundred(self, draft: Edition) -> None:
        counts = []
        for stop in (5, 500):
            with CaptureQueriesContext(connection) as queries:
                read_rows(
                    edition=draft,
                    found=Delegation.objects.in_edition(draft),
                    columns=columns_of(Delegation),
                    stop=stop,
                )
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 5
