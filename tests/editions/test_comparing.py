"""Two editions beside each other say what a comparison of their plain records says."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from opmodel.editions.comparing import LISTS, Alone, Comparison, Why, compare, marked
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Reference, Source
from opmodel.editions.records import Record, stated_fields
from opmodel.editions.snapshot import Snapshot, in_file_order
from opmodel.editions.viewer import MACHINE, PUBLIC
from tests.bench.rows import adopted_with
from tests.conftest import FolderOf, Undone

from .in_time import Editions, lineage, one
from .making import every_kind, save, snapshots, text, without_dangling


@pytest.fixture
def editions(folder: FolderOf, reference: None) -> Editions:
    return Editions(folder)


def beside(earlier: Edition, later: Edition) -> Comparison:
    return compare(earlier=earlier, later=later, viewer=MACHINE)


def keys(comparison: Comparison, name: str) -> list[str]:
    return [each.thing.key for each in getattr(comparison, name)]


def fields_told(comparison: Comparison) -> dict[str, set[str]]:
    """The fields that a comparison says changed, by the later key."""
    return {
        pair.after.key: {change.name for change in pair.changes}
        for pair in (*comparison.changed, *comparison.moved)
    }


# ---- What the oracle says: plain records, compared key by key ----


def compared(record: Record) -> dict[str, Any]:
    """What is compared of a record: references to documents and citations are not."""
    return {
        spec.name: record.values.get(spec.name)
        for spec in stated_fields(kinds()[record.kind])
        if spec.related_model is not Source
    }


def plainly(spec: models.Field[Any, Any], value: Any, renamed: dict[str, str]) -> Any:
    """A value without what makes no difference: order in a list, and keys that were renamed."""
    if isinstance(spec, models.ManyToManyField):
        return {renamed.get(key, key) for key in value or ()}
    if isinstance(spec, Reference):
        return renamed.get(value, value)
    return set(value) if isinstance(value, list) else value


def oracle(before: Snapshot, after: Snapshot, renamed: dict[str, str]) -> dict[str, set[str]]:
    """The fields that differ in everything both have, by its later key."""
    later = {record.key: record for record in after.records}
    differ: dict[str, set[str]] = {}
    for record in before.records:
        key = renamed.get(record.key, record.key)
        if key not in later:
            continue
        old, new = compared(record), compared(later[key])
        specs = {spec.name: spec for spec in stated_fields(kinds()[record.kind])}
        names = {
            name
            for name in old
            if plainly(specs[name], old[name], renamed) != plainly(specs[name], new[name], {})
        }
        if names:
            differ[key] = names
    return differ


@st.composite
def rewritten(draw: st.DrawFn, before: Snapshot) -> Snapshot:
    """A later edition: some of what there was is left out, some changed, something added."""
    other = draw(snapshots(slug="later"))
    values = {record.kind: record.values for record in other.records}
    records = [deepcopy(record) for record in before.records if draw(st.integers(0, 4))]
    for record in records:
        if draw(st.booleans()):
            continue
        record.values["name"] = draw(text(300, least=1))
        if record.kind in values and draw(st.booleans()):
            record.values |= {
                name: value
                for name, value in values[record.kind].items()
                if name in ("summary", "standing", "also_known_as", "number", "form")
            }
    there = {record.key for record in records}
    records += [record for record in other.records if record.key not in there]
    sources = [*before.sources, *(s for s in other.sources if s not in before.sources)]
    seen: dict[str, dict[str, str]] = {}
    for source in sources:
        seen.setdefault(source["key"], source)
    edition = {**before.edition, "slug": "later"}
    return Snapshot(edition, list(seen.values()), in_file_order(without_dangling(records)))


def renaming(snapshot: Snapshot, renamed: dict[str, str]) -> Snapshot:
    """The same edition with other keys."""
    records = []
    for record in snapshot.records:
        values = dict(record.values)
        for spec in stated_fields(kinds()[record.kind]):
            value = values.get(spec.name)
            if isinstance(spec, models.ManyToManyField) and value:
                values[spec.name] = [renamed.get(key, key) for key in value]
            elif isinstance(spec, Reference) and spec.related_model is not Source and value:
                values[spec.name] = renamed.get(value, value)
        records.append(replace(record, key=renamed.get(record.key, record.key), values=values))
    return Snapshot({**snapshot.edition, "slug": "later"}, snapshot.sources, records)


class TestAgainstPlainRecords:
    def test_each_field_that_differs_is_told_and_no_other(self, undone: Undone) -> None:
        @given(st.data())
        @settings(max_examples=settings().max_examples // 3)
        def told_as_expected(data: st.DataObject) -> None:
            before = data.draw(snapshots(slug="earlier"))
            after = data.draw(rewritten(before))
            with undone():
                found = beside(save(before), save(after))
            told = fields_told(found)
            moved = {pair.after.key: pair.after.kind for pair in found.moved}
            expected = oracle(before, after, {})
            assert told.keys() == expected.keys()
            for key, names in expected.items():
                # Where a thing moved to is told apart from its fields.
                nests_in = kinds()[moved[key]].nests_in if key in moved else ()
                assert told[key] | set(nests_in) == names | set(nests_in)

        told_as_expected()

    def test_every_element_stands_in_exactly_one_list_of_its_side(self, undone: Undone) -> None:
        @given(st.data(), st.booleans())
        @settings(max_examples=settings().max_examples // 3)
        def stands_once(data: st.DataObject, leaves_out: bool) -> None:
            before = data.draw(snapshots(slug="earlier"))
            after = data.draw(rewritten(before))
            with undone():
                earlier, later = save(before), save(after)
                later.leaves_out = "Much." if leaves_out else ""
                found = beside(earlier, later)
            olds, news = [], []
            for name in LISTS:
                for each in getattr(found, name):
                    if isinstance(each, Alone):
                        (news if name == "added" else olds).append(each.thing.key)
                    else:
                        olds.append(each.before.key)
                        news.append(each.after.key)
            assert sorted(olds) == sorted(record.key for record in before.records)
            assert sorted(news) == sorted(record.key for record in after.records)

        stands_once()

    def test_what_only_got_other_keys_says_the_same_where_lineage_knows(
        self, undone: Undone
    ) -> None:
        @given(snapshots(slug="earlier"), st.randoms())
        @settings(max_examples=settings().max_examples // 3)
        def says_the_same(snapshot: Snapshot, chance: Any) -> None:
            keys = [record.key for record in snapshot.records if chance.random() < 0.5]
            renamed = {key: f"{key}-new" for key in keys}
            with undone():
                earlier, later = save(snapshot), save(renaming(snapshot, renamed))
                for old, new in renamed.items():
                    lineage(earlier, old, later, new, "renamed")
                assert beside(earlier, later).says_the_same
                assert beside(later, earlier).says_the_same

        says_the_same()

    def test_an_edition_beside_itself_says_the_same(self, undone: Undone) -> None:
        @given(snapshots(slug="earlier"))
        @settings(max_examples=settings().max_examples // 3)
        def says_the_same(snapshot: Snapshot) -> None:
            with undone():
                edition = save(snapshot)
                found = beside(edition, edition)
            assert found.says_the_same
            assert len(found.unchanged) == len(snapshot.records)

        says_the_same()

    def test_with_everything_that_can_be_stated_everything_is_compared(
        self, reference: None
    ) -> None:
        full = every_kind()
        bare = Snapshot({**full.edition, "slug": "bare"}, full.sources, deepcopy(full.records))
        for record in bare.records:
            needed = {
                spec.name
                for spec in stated_fields(kinds()[record.kind])
                if not (spec.null or spec.blank or spec.has_default() or spec.many_to_many)
            }
            if record.kind == "responsibility":
                # One of a cycle, or of a matrix and then with its function.
                needed |= {"cycle", "matrix", "function"}
            record.values = {name: value for name, value in record.values.items() if name in needed}
        found = beside(save(full), save(bare))
        assert fields_told(found) == oracle(full, bare, {})


class TestMarks:
    @given(before=text(400), after=text(400))
    def test_they_hold_both_texts(self, before: str, after: str) -> None:
        marks = marked(before, after)
        assert "".join(mark.text for mark in marks if mark.op != "added") == before
        assert "".join(mark.text for mark in marks if mark.op != "removed") == after

    def test_they_show_the_words_that_differ(self) -> None:
        assert marked("The Board approves the budget.", "The Board agrees the budget.") == (
            ("same", "The Board "),
            ("removed", "approves "),
            ("added", "agrees "),
            ("same", "the budget."),
        )

    def test_a_text_written_anew_is_struck_as_a_whole(self) -> None:
        marks = marked("One thing was said here at length.", "Now another is, and a longer one.")
        assert [mark.op for mark in marks] == ["removed", "added"]

    def test_very_long_texts_take_no_very_long_time(self) -> None:
        marks = marked("a b " * 20_000, "b c " * 20_000)
        assert {mark.op for mark in marks} == {"removed", "added"}


class TestWhatMoved:
    def test_what_stands_elsewhere_has_moved_with_what_else_changed(
        self, editions: Editions
    ) -> None:
        units = [one("finance"), one("nursing")]
        earlier = editions(
            "then", directorates=units, functions=[one("audit", directorate="finance")]
        )
        later = editions(
            "now",
            directorates=units,
            functions=[one("audit", directorate="nursing", summary="More.")],
        )
        found = beside(earlier, later)
        (moved,) = found.moved
        stood = [each.name for each in (moved.moved_from, moved.moved_to) if each]
        assert stood == ["Finance", "Nursing"]
        assert [change.name for change in moved.changes] == ["summary"]
        assert found.changed == ()

    def test_what_the_earlier_edition_does_not_place_has_not_moved(
        self, editions: Editions
    ) -> None:
        units = [one("finance")]
        earlier = editions("then", directorates=units, functions=[one("audit")])
        later = editions("now", directorates=units, functions=[one("audit", directorate="finance")])
        found = beside(earlier, later)
        assert found.moved == ()
        assert [change.label for change in found.changed[0].changes] == ["Directorate"]

    def test_what_stands_in_the_same_thing_under_another_key_has_not(
        self, editions: Editions
    ) -> None:
        earlier = editions(
            "then",
            directorates=[one("finance")],
            functions=[one("audit", directorate="finance")],
        )
        later = editions(
            "now", directorates=[one("money")], functions=[one("audit", directorate="money")]
        )
        lineage(earlier, "finance", later, "money", "renamed")
        found = beside(earlier, later)
        assert found.moved == ()
        assert keys(found, "unchanged") == ["audit"]
        assert [pair.after.key for pair in found.changed] == ["money"]
        assert found.changed[0].lineage == "renamed"


class TestWhatIsMissing:
    def test_an_edition_that_leaves_things_out_removes_nothing(self, editions: Editions) -> None:
        earlier = editions("then", directorates=[one("finance"), one("nursing")])
        later = editions("now", directorates=[one("finance")], leaves_out="Not all is shown.")
        found = beside(earlier, later)
        assert [each.why for each in found.not_mentioned] == [Why.LEAVES_OUT]
        assert found.removed == ()

    def test_nor_does_one_that_says_nothing_of_such_things(self, editions: Editions) -> None:
        earlier = editions("then", directorates=[one("finance")], risks=[one("delay")])
        later = editions("now", directorates=[one("nursing")])
        found = beside(earlier, later)
        assert keys(found, "removed") == ["finance"]
        assert [(each.thing.key, each.why) for each in found.not_mentioned] == [
            ("delay", Why.SILENT)
        ]

    def test_but_one_that_goes_on_from_the_other_does(self, editions: Editions) -> None:
        first = editions(
            "first", when="2023-01-01", directorates=[one("finance")], risks=[one("delay")]
        )
        editions("second", when="2024-01-01", directorates=[one("finance")], based_on="first")
        third = editions("third", directorates=[one("finance")], based_on="second")
        assert keys(beside(first, third), "removed") == ["delay"]

    def test_what_gave_way_to_something_is_told_even_so(self, editions: Editions) -> None:
        earlier = editions("then", posts=[one("place-director")])
        later = editions(
            "now", posts=[one("director"), one("associate")], leaves_out="Not all is shown."
        )
        for into in ("director", "associate"):
            lineage(earlier, "place-director", later, into, "replaced", note="One became several.")
        found = beside(earlier, later)
        (removed,) = found.removed
        assert [each.thing.name for each in removed.told] == ["Director", "Associate"]
        assert {(each.kind, each.onward, each.note) for each in removed.told} == {
            ("replaced", True, "One became several.")
        }
        assert [[each.thing.key for each in entry.told] for entry in found.added] == [
            ["place-director"],
            ["place-director"],
        ]
        assert not any(each.onward for entry in found.added for each in entry.told)


class TestWhichAreOneThing:
    def test_the_same_key_is_even_where_the_kind_changed(self, editions: Editions) -> None:
        earlier = editions("then", collaboratives=[one("alliance")])
        later = editions("now", bodies=[one("alliance")])
        (changed,) = beside(earlier, later).changed
        assert (changed.before.kind, changed.after.kind) == ("collaborative", "body")
        assert changed.changes[0].name == "kind"

    def test_the_same_key_is_in_another_organisation(self, editions: Editions) -> None:
        earlier = editions("then", organisation="frimley-icb", directorates=[one("finance")])
        later = editions("now", directorates=[one("finance")])
        assert keys(beside(earlier, later), "unchanged") == ["finance"]

    def test_what_lineage_tells_apart_is_not(self, editions: Editions) -> None:
        earlier = editions("then", committees=[one("partnership")])
        later = editions("now", committees=[one("partnership")])
        lineage(earlier, "partnership", later, "partnership", "different")
        for found in (beside(earlier, later), beside(later, earlier)):
            assert keys(found, "added") == keys(found, "removed") == ["partnership"]
            (told,) = found.removed[0].told
            assert (told.thing.edition, told.connects) == (found.later, False)

    def test_nor_what_was_told_apart_in_between(self, editions: Editions) -> None:
        first, second, third = (
            editions(slug, when=when, committees=[one("partnership")])
            for slug, when in (("a", "2019-10-01"), ("b", "2022-03-01"), ("c", "2024-09-01"))
        )
        lineage(first, "partnership", second, "partnership", "different")
        assert keys(beside(first, third), "added") == ["partnership"]
        assert beside(second, third).says_the_same

    def test_nor_where_another_organisation_goes_on_with_the_other(
        self, editions: Editions
    ) -> None:
        first = editions("a", when="2019-10-01", committees=[one("partnership")])
        second = editions("b", when="2022-03-01", committees=[one("partnership")])
        third = editions(
            "c", organisation="frimley-icb", when="2024-09-01", committees=[one("partnership")]
        )
        lineage(first, "partnership", second, "partnership", "different")
        lineage(second, "partnership", third, "partnership", "same")
        assert keys(beside(first, third), "removed") == ["partnership"]

    def test_lineage_leads_through_editions_in_between(self, editions: Editions) -> None:
        first = editions("a", when="2019-10-01", posts=[one("lead")])
        second = editions("b", when="2021-01-01", posts=[one("director")])
        editions("b2", when="2022-01-01", posts=[one("director")])
        third = editions("b3", when="2023-01-01", posts=[one("director")])
        last = editions("c", organisation="frimley-icb", when="2024-09-01", posts=[one("chief")])
        lineage(first, "lead", second, "director", "renamed")
        lineage(third, "director", last, "chief", "moved")
        found = beside(first, last)
        assert [(pair.before.key, pair.after.key) for pair in found.moved] == [("lead", "chief")]
        assert keys(beside(first, third), "changed") == ["director"]
        # What was one thing until then says nothing of what stood beside it before.
        assert keys(beside(last, first), "moved") == ["lead"]

    def test_lineage_through_a_draft_is_known_to_its_readers_alone(
        self, editions: Editions
    ) -> None:
        first = editions("a", when="2019-10-01", posts=[one("lead")])
        draft = editions("b", never=False, posts=[one("director")])
        last = editions("c", organisation="frimley-icb", posts=[one("chief")])
        lineage(first, "lead", draft, "director", "same")
        lineage(draft, "director", last, "chief", "same")
        assert keys(compare(earlier=first, later=last, viewer=MACHINE), "changed") == ["chief"]
        assert keys(compare(earlier=first, later=last, viewer=PUBLIC), "removed") == ["lead"]

    def test_one_thing_here_is_one_thing_there(self, editions: Editions) -> None:
        earlier = editions("then", posts=[one("a"), one("b")])
        later = editions("now", posts=[one("b"), one("c")])
        lineage(earlier, "a", later, "b", "same")
        lineage(earlier, "a", later, "c", "same")
        lineage(earlier, "b", later, "b", "same")
        found = beside(earlier, later)
        assert keys(found, "unchanged") == ["b"]
        pairs = {(pair.before.key, pair.after.key) for pair in found.changed}
        assert pairs == {("a", "c")}

    def test_how_it_is_cited_and_placed_is_no_change_but_how_firmly_it_stands_is(
        self, editions: Editions
    ) -> None:
        first, second = one("finance", citations=[{"page": "1"}]), one("nursing")
        earlier = editions("then", directorates=[first, second])
        later = editions(
            "now",
            directorates=[
                one("nursing", standing="proposed"),
                one("finance", citations=[{"page": "2"}]),
            ],
        )
        found = beside(earlier, later)
        assert keys(found, "unchanged") == ["finance"]
        assert [change.name for change in found.changed[0].changes] == ["standing"]


class TestQueries:
    def test_twenty_rows_take_as_many_as_two(self, bob: Edition) -> None:
        few, many = adopted_with(2), adopted_with(20)
        counts = []
        for edition in (few, many):
            with CaptureQueriesContext(connection) as captured:
                beside(edition, edition)
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 2 + 2 * len(kinds())

    def test_changes_that_name_levels_take_one_more(self, editions: Editions) -> None:
        earlier = editions("then", places=[one(f"p{at}", level="place") for at in range(9)])
        later = editions("now", places=[one(f"p{at}", level="system") for at in range(9)])
        with CaptureQueriesContext(connection) as captured:
            found = beside(earlier, later)
        assert len(captured) == 4
        assert str(found.changed[0].changes[0].before) == "Place"
