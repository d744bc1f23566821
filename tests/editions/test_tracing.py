"""One element through time: where it came from, what it became, since when it reads so."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element
from opmodel.editions.moments import Moment
from opmodel.editions.tracing import Ancestry, since_when, trace, turns
from opmodel.editions.viewer import MACHINE, PUBLIC, Viewer
from tests.conftest import FolderOf, Undone

from .in_time import Editions, draft_of, element, lineage, one
from .making import every_kind, save


@pytest.fixture
def editions(folder: FolderOf, reference: None) -> Editions:
    return Editions(folder)


def traced(edition: Edition, key: str, viewer: Viewer = MACHINE, **more: Any) -> Ancestry:
    return trace(element=element(edition, key), viewer=viewer, **more)


def since(edition: Edition, key: str, **more: Any) -> dict[str, tuple[str | None, str]]:
    """For each field the edition that adopted it so first, and the one that stated it first."""
    return {
        each.spec.name: (
            each.adopted_in.slug if each.adopted_in else None,
            each.first_stated.slug,
        )
        for each in since_when(traced(edition, key, **more))
    }


def slugs(elements: tuple[Element, ...]) -> list[str]:
    return [each.edition.slug for each in elements]


YEARS = [(f"e{year}", f"{year}-04-01") for year in range(2015, 2024)]


class TestSinceWhen:
    def test_a_value_reads_so_since_the_edition_that_last_changed_it(
        self, editions: Editions
    ) -> None:
        for at, (slug, when) in enumerate(YEARS):
            last = editions(
                slug,
                when=when,
                posts=[one("chair", summary=f"Text {at // 4}.", number=1 + at // 8)],
            )
        found = since(last, "chair")
        assert found["name"] == ("e2015", "e2015")
        assert found["summary"] == ("e2023", "e2023")
        assert found["number"] == ("e2023", "e2023")
        before = Edition.objects.get(slug="e2022")
        assert since(before, "chair")["summary"] == ("e2019", "e2019")

    def test_what_was_said_before_and_again_reads_so_since_again(self, editions: Editions) -> None:
        for (slug, when), summary in zip(YEARS, ("A", "B", "A"), strict=False):
            last = editions(slug, when=when, posts=[one("chair", summary=summary)])
        assert since(last, "chair")["summary"] == ("e2017", "e2017")

    def test_what_a_consultation_said_first_was_adopted_later(self, editions: Editions) -> None:
        editions("a", when="2020-01-01", posts=[one("chair", summary="Old")])
        editions("b", when="2021-01-01", never=True, posts=[one("chair", summary="New")])
        last = editions("c", when="2022-01-01", posts=[one("chair", summary="New")])
        assert since(last, "chair") | {"standing": None} == {
            "name": ("a", "a"),
            "summary": ("c", "b"),
            "optional": ("a", "a"),
            "standing": None,
        }

    def test_a_consultation_that_was_not_followed_breaks_nothing(self, editions: Editions) -> None:
        editions("a", when="2020-01-01", posts=[one("chair", summary="As it is")])
        asked = editions("b", when="2021-01-01", never=True, posts=[one("chair", summary="New")])
        last = editions("c", when="2022-01-01", posts=[one("chair", summary="As it is")])
        assert since(last, "chair")["summary"] == ("a", "a")
        assert since(asked, "chair")["summary"] == (None, "b")
        assert since(asked, "chair")["name"] == ("a", "a")

    def test_a_draft_has_what_its_base_had_since_then(self, editions: Editions) -> None:
        editions("a", when="2020-01-01", posts=[one("chair", summary="One")])
        base = editions("b", when="2021-01-01", posts=[one("chair", summary="Two")])
        editions("c", when="2022-01-01", posts=[one("chair", summary="Three")])
        draft = draft_of(base, "draft")
        assert since(draft, "chair")["summary"] == ("b", "b")
        assert since(draft, "chair")["name"] == ("a", "a")

    def test_a_correction_recorded_later_is_no_ancestor(self, editions: Editions) -> None:
        editions("a", when="2020-01-01", posts=[one("chair", summary="Wrong")])
        last = editions("b", when="2022-01-01", posts=[one("chair", summary="Right")])
        editions(
            "c", when="2021-01-01", recorded="2023-01-01", posts=[one("chair", summary="Right")]
        )
        assert since(last, "chair")["summary"] == ("b", "b")

    def test_references_are_followed_under_another_key(self, editions: Editions) -> None:
        first = editions(
            "a",
            when="2020-01-01",
            directorates=[one("finance")],
            functions=[one("audit", directorate="finance")],
        )
        last = editions(
            "b",
            when="2021-01-01",
            directorates=[one("money")],
            functions=[one("audit", directorate="money")],
        )
        assert since(last, "audit")["directorate"] == ("b", "b")
        lineage(first, "finance", last, "money", "renamed")
        assert since(last, "audit")["directorate"] == ("a", "a")

    def test_it_agrees_with_walking_back_edition_by_edition(
        self, editions: Editions, undone: Undone
    ) -> None:
        @given(st.lists(st.tuples(st.sampled_from("ABC"), st.booleans()), min_size=1, max_size=6))
        @settings(max_examples=settings().max_examples // 3)
        def agrees(stated: list[tuple[str, bool]]) -> None:
            with undone():
                made = [
                    editions(f"s{at}", when=f"{2015 + at}-01-01", never=never,
                             posts=[one("chair", summary=summary)])
                    for at, (summary, never) in enumerate(stated)
                ]  # fmt: skip
                found = since(made[-1], "chair")["summary"]
            assert found == walked_back(stated)

        agrees()


def walked_back(stated: list[tuple[str, bool]]) -> tuple[str | None, str]:
    """The obvious answer: among adopted editions the first of the unbroken run that ends here; and
    from there among all of them the first of the run before it."""
    last = len(stated) - 1
    value = stated[last][0]
    adopted = last if not stated[last][1] else None
    for at in range(last - 1, -1, -1):
        if stated[at][1]:
            continue
        if stated[at][0] != value:
            break
        adopted = at
    first = last if adopted is None else adopted
    while first and stated[first - 1][0] == value:
        first -= 1
    return (None if adopted is None else f"s{adopted}"), f"s{first}"


class TestAncestry:
    def test_the_same_key_is_the_same_thing_in_all_editions(self, editions: Editions) -> None:
        made = [editions(slug, when=when, posts=[one("chair")]) for slug, when in YEARS]
        found = traced(made[4], "chair")
        assert slugs(found.line) == [slug for slug, _ in YEARS[:5]]
        assert slugs(found.onward) == [slug for slug, _ in YEARS[5:]]

    def test_lineage_leads_back_over_keys_and_organisations(self, editions: Editions) -> None:
        first = editions("a", organisation="frimley-icb", when="2018-01-01", posts=[one("lead")])
        second = editions("b", when="2020-01-01", posts=[one("director")])
        third = editions("c", when="2022-01-01", posts=[one("director")])
        last = editions("d", when="2024-01-01", posts=[one("chief")])
        lineage(first, "lead", second, "director", "moved")
        lineage(third, "director", last, "chief", "renamed", note="A new name.")
        found = traced(last, "chief")
        assert slugs(found.line) == ["a", "b", "c", "d"]
        assert [(each.element.key, each.to.key, each.kind) for each in found.came_from] == [
            ("director", "chief", "renamed"),
            ("lead", "director", "moved"),
        ]
        assert [each.note for each in found.came_from] == ["A new name.", ""]
        assert since(last, "chief")["optional"] == ("a", "a")
        onward = traced(first, "lead")
        assert [each.element.key for each in onward.became] == ["director", "chief"]
        assert [turn.edition.slug for turn in turns(found)] == ["a", "b", "c", "d"]
        assert [change[0].name for change in turns(found)[-1].changes] == ["name"]

    def test_what_gave_way_is_told_and_is_not_the_same_thing(self, editions: Editions) -> None:
        first = editions("a", when="2018-01-01", posts=[one("director"), one("deputy")])
        last = editions("b", when="2020-01-01", posts=[one("chief"), one("helper")])
        for into in ("chief", "helper"):
            lineage(first, "director", last, into, "split")
        found = traced(first, "director")
        assert {each.element.key for each in found.became} == {"chief", "helper"}
        assert slugs(traced(last, "chief").line) == ["b"]
        assert since(last, "chief")["optional"] == ("b", "b")

    def test_another_thing_of_the_same_name_is_told_apart(self, editions: Editions) -> None:
        first = editions("a", when="2018-01-01", committees=[one("partnership")])
        middle = editions("b", when="2020-01-01", committees=[one("partnership")])
        last = editions("c", when="2022-01-01", committees=[one("partnership")])
        lineage(first, "partnership", middle, "partnership", "different")
        assert slugs(traced(last, "partnership").line) == ["b", "c"]
        assert slugs(traced(first, "partnership").onward) == []
        assert [each.element.edition.slug for each in traced(last, "partnership").apart] == ["a"]

    def test_as_far_as_it_was_known_then(self, editions: Editions) -> None:
        first = editions("a", when="2018-01-01", posts=[one("chair")])
        second = editions("b", when="2020-01-01", recorded="2021-06-01", posts=[one("chair")])
        then = Moment(on=date(2020, 6, 1), known=date(2020, 6, 1))
        assert slugs(traced(first, "chair", moment=then).onward) == []
        assert slugs(traced(first, "chair").onward) == ["b"]
        assert slugs(traced(second, "chair", moment=then).line) == ["a", "b"]

    def test_drafts_are_neither_shown_nor_counted_to_those_who_may_not_see_them(
        self, editions: Editions
    ) -> None:
        first = editions("a", when="2018-01-01", posts=[one("chair")])
        draft = draft_of(first, "draft")
        secret = editions("secret", posts=[one("quokka")])
        lineage(first, "chair", secret, "quokka", "replaced")
        for viewer in (PUBLIC, Viewer(drafts_of=frozenset({"frimley-icb"}))):
            found = traced(first, "chair", viewer)
            assert found.onward == found.became == ()
            assert found.found.elements.keys() == {element(first, "chair").id}
        found = traced(first, "chair", Viewer(drafts_of=frozenset({"bob-icb"})))
        assert slugs(found.onward) == [draft.slug]
        assert [each.element.key for each in found.became] == ["quokka"]


class TestQueries:
    def test_three_whatever_the_number_of_editions(self, editions: Editions) -> None:
        numbers = []
        for slug, when in YEARS:
            last = editions(
                slug,
                when=when,
                directorates=[one("finance")],
                places=[one("county", level="place")],
                posts=[one("chair", directorate="finance")],
            )
            post = element(last, "chair")
            with CaptureQueriesContext(connection) as captured:
                found = trace(element=post, viewer=PUBLIC)
                assert since_when(found)
                assert turns(found)
            numbers.append(len(captured))
        assert set(numbers) == {3}

    @pytest.mark.parametrize("kind", kinds())
    def test_at_most_three_for_everything_there_is(self, kind: str, reference: None) -> None:
        edition = save(every_kind())
        something = element(edition, f"{kind}-2")
        with CaptureQueriesContext(connection) as captured:
            found = trace(element=something, viewer=MACHINE)
        assert len(captured) <= 3
        stated = {each.spec.name for each in since_when(found)}
        assert {"name", "summary", "standing", "reading", "also_known_as"} <= stated
