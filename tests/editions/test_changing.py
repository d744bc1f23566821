"""How single elements of a draft are written, and what stands in the way."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Count

from commissioning.models import Responsibility
from directorates.models import Directorate, Function, Post
from governance.models import Delegation
from opmodel.editions.actions.changing import (
    BASELINE,
    Authored,
    ChangeRefused,
    Overtaken,
    add,
    change,
    remove,
    restore,
)
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element, Kind
from opmodel.editions.snapshot import take
from opmodel.editions.stated import stated
from tests.conftest import People

from .making import every_kind, frozen

WHY = "Agreed by the executive on 3 November"


@pytest.fixture
def olive(people: People) -> Authored:
    return Authored(by=people.reader.user, reason=WHY)


@pytest.fixture
def finance(draft: Edition) -> Directorate:
    return Directorate.objects.in_edition(draft).get(key="finance")


def spanning(draft: Edition) -> Responsibility:
    """A responsibility over several stages."""
    counted = Responsibility.objects.in_edition(draft).annotate(count=Count("stages"))
    return counted.filter(count__gt=1)[0]


class TestChanging:
    def test_it_says_who_when_and_why(self, finance: Directorate, olive: Authored) -> None:
        change(element=finance, values={"name": "Money"}, seen=finance.version, authored=olive)
        record = finance.history.first()
        assert (record.name, record.history_user, record.history_change_reason) == (
            "Money",
            olive.by,
            WHY,
        )

    def test_how_it_stood_before_is_recorded_once(
        self, finance: Directorate, olive: Authored
    ) -> None:
        for name in ("Money", "Means"):
            change(element=finance, values={"name": name}, seen=None, authored=olive)
        recorded = [(each.name, each.version) for each in finance.history.order_by("history_id")]
        assert recorded == [(finance.name, 1), ("Money", 2), ("Means", 3)]
        assert finance.history.last().history_change_reason == BASELINE

    def test_what_is_not_named_stays(self, finance: Directorate, olive: Authored) -> None:
        before = stated(finance)
        after = stated(change(element=finance, values={"name": "M"}, seen=1, authored=olive))
        assert after == before | {"name": "M"}

    def test_nothing_is_written_where_nothing_differs(
        self, finance: Directorate, olive: Authored
    ) -> None:
        change(element=finance, values=stated(finance), seen=1, authored=olive)
        assert not finance.history.exists()
        assert Element.objects.get(pk=finance.pk).version == 1

    def test_without_a_reason_it_is_refused(self, finance: Directorate) -> None:
        with pytest.raises(ChangeRefused, match="why"):
            change(element=finance, values={"name": "M"}, seen=1, authored=Authored(None, " "))

    def test_a_list_of_references_is_brought_in_line_row_by_row(
        self, draft: Edition, olive: Authored
    ) -> None:
        duty = spanning(draft)
        kept = stated(duty)["stages"][:1]
        changed = change(element=duty, values={"stages": kept}, seen=1, authored=olive)
        assert stated(changed)["stages"] == kept
        assert changed.version == 2

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"name": ""}, "cannot be blank"),
            ({"name": "x" * 301}, "at most 300"),
            ({"standing": "perhaps"}, "not a valid choice"),
            ({"parent": "no-such-thing"}, "nothing with the key"),
            ({"parent": "finance"}, "part of itself"),
            ({"colour": "green"}, "Nothing of that name"),
            ({"summary": "x" * 20_001}, "at most 20,000"),
            ({"also_known_as": ["y" * 201]}, "200"),
            ({"name": "half a \ud800"}, "cannot be read"),
            ({"summary": "null \x00"}, "cannot be read"),
        ],
    )
    def test_what_cannot_be_is_refused_in_words(
        self, finance: Directorate, olive: Authored, values: dict[str, str], said: str
    ) -> None:
        with pytest.raises(ChangeRefused, match=said) as refused:
            change(element=finance, values=values, seen=1, authored=olive)
        assert refused.value.faults[0].field in (*values, "")
        assert not finance.history.exists()

    def test_what_clashes_is_told_at_one_of_its_fields(
        self, draft: Edition, olive: Authored
    ) -> None:
        power = Delegation.objects.in_edition(draft)[0]
        dates = {"effective_from": "2027-04-01", "effective_until": "2027-03-31"}
        with pytest.raises(ChangeRefused, match="cannot end before") as refused:
            change(element=power, values=dates, seen=1, authored=olive)
        assert [fault.field for fault in refused.value.faults] == ["effective_until"]

    def test_a_reference_to_another_kind_is_refused(self, draft: Edition, olive: Authored) -> None:
        post = Post.objects.in_edition(draft)[0]
        function = Function.objects.in_edition(draft)[0]
        with pytest.raises(ChangeRefused, match="here stands a directorate"):
            change(element=post, values={"directorate": function.key}, seen=1, authored=olive)

    def test_what_is_published_cannot_be_changed(self, bob: Edition, olive: Authored) -> None:
        post = Post.objects.in_edition(bob)[0]
        with pytest.raises(ChangeRefused, match="Open a draft based on it"):
            change(element=post, values={"name": "Mine"}, seen=1, authored=olive)


class TestTwoPeople:
    def test_the_second_is_told_what_the_first_did(
        self, finance: Directorate, olive: Authored
    ) -> None:
        change(element=finance, values={"name": "Money"}, seen=1, authored=olive)
        with pytest.raises(Overtaken) as overtaken:
            change(element=finance, values={"name": "Means"}, seen=1, authored=olive)
        assert overtaken.value.theirs == {"name": (finance.name, "Money")}
        assert (overtaken.value.who, overtaken.value.reason) == (olive.by, WHY)

    def test_lists_are_told_as_well(self, draft: Edition, olive: Authored) -> None:
        duty = spanning(draft)
        before = stated(duty)["stages"]
        change(element=duty, values={"stages": []}, seen=1, authored=olive)
        with pytest.raises(Overtaken) as overtaken:
            change(element=duty, values={"summary": "x"}, seen=1, authored=olive)
        assert overtaken.value.theirs == {"stages": (before, [])}

    def test_whoever_saw_the_last_version_may_go_on(
        self, finance: Directorate, olive: Authored
    ) -> None:
        first = change(element=finance, values={"name": "Money"}, seen=1, authored=olive)
        change(element=finance, values={"name": "Means"}, seen=first.version, authored=olive)
        assert Directorate.objects.get(pk=finance.pk).name == "Means"


class TestAdding:
    def test_its_key_is_made_from_its_name(self, draft: Edition, olive: Authored) -> None:
        first = add(edition=draft, kind=Post, values={"name": "Head of Maps"}, authored=olive)
        second = add(edition=draft, kind=Post, values={"name": "Head of Maps"}, authored=olive)
        assert (first.key, second.key) == ("head-of-maps", "head-of-maps-2")
        assert second.position == first.position + 1

    def test_a_key_that_is_taken_is_refused(self, draft: Edition, olive: Authored) -> None:
        with pytest.raises(ChangeRefused, match="already"):
            add(edition=draft, kind=Post, values={"name": "F"}, key="finance", authored=olive)

    def test_half_an_element_is_never_left(self, draft: Edition, olive: Authored) -> None:
        before = Element.objects.in_edition(draft).count()
        with pytest.raises(ChangeRefused):
            add(edition=draft, kind=Post, values={"name": "P", "directorate": "?"}, authored=olive)
        assert Element.objects.in_edition(draft).count() == before


class TestEnding:
    def test_what_is_still_named_stays_and_who_names_it_is_told(
        self, finance: Directorate, olive: Authored
    ) -> None:
        with pytest.raises(ChangeRefused, match="still named by"):
            remove(element=finance, seen=1, authored=olive)
        assert Directorate.objects.filter(pk=finance.pk).exists()

    def test_it_comes_back_as_it_stood(self, draft: Edition, olive: Authored) -> None:
        duty = spanning(draft)
        changed = change(element=duty, values={"summary": "By hand"}, seen=1, authored=olive)
        before = stated(changed)
        remove(element=changed, seen=2, authored=olive)
        assert not Element.objects.filter(pk=duty.pk).exists()
        back = restore(edition=draft, kind=Responsibility, key=duty.key, authored=olive)
        assert stated(back) == before
        assert back.version == 3

    def test_what_never_stood_there_cannot_come_back(self, draft: Edition, olive: Authored) -> None:
        with pytest.raises(ChangeRefused, match="Neither"):
            restore(edition=draft, kind=Post, key="nobody", authored=olive)


def refused_to_end(element: Kind, authored: Authored) -> str:
    try:
        remove(element=element, seen=2, authored=authored)
    except ChangeRefused as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("name", kinds())
def test_every_kind_is_changed_ended_and_restored_alike(
    reference: None, olive: Authored, name: str
) -> None:
    """One that others name is not ended: they are told."""
    draft = open_draft(based_on=frozen(every_kind()), slug="tried", title="T", label="T")
    kind = kinds()[name]
    element = kind.objects.in_edition(draft).last()
    changed = change(element=element, values={"summary": "By hand"}, seen=1, authored=olive)
    whole = stated(changed)
    if refusal := refused_to_end(changed, olive):
        assert "still named by" in refusal
        return
    back = restore(edition=draft, kind=kind, key=element.key, authored=olive)
    assert stated(back) == whole
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert take(draft).records
