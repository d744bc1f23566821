"""Which rows of a draft belong to a unit, tried against a walk over the records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opmodel.access.models import UnitKind
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.belonging import (
    OPEN_STATES,
    UNIT_KINDS,
    belonging_fields,
    belongs_to,
    may_propose,
    would_belong,
)
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Citation, Edition, EditionState, Element
from opmodel.editions.snapshot import Snapshot, take
from opmodel.editions.viewer import MACHINE, PUBLIC, UnitName, Viewer
from tests.conftest import People, Undone
from tests.editions.making import past_the_doors, save, snapshots

pytestmark = pytest.mark.django_db

HERE = "marlshire-icb"


@pytest.fixture
def marlshire(samples: dict[str, Edition]) -> Edition:
    """A draft of Marlshire's handbook."""
    return open_draft(
        based_on=samples["marlshire-icb-2025-04"], slug="marlshire-try", title="Try", label="Try"
    )


def walked(of: Snapshot, units: Iterable[UnitName]) -> set[str]:
    """The keys of the records that belong to any of the units: told by going through them again
    and again until nothing is added."""
    own = {(kind, key) for organisation, kind, key in units if organisation == organisation_of(of)}
    found = {record.key for record in of.records if (record.kind, record.key) in own}
    while True:
        more = {
            record.key
            for record in of.records
            for field in (*kinds()[record.kind].nests_in, *kinds()[record.kind].belongs_by)
            if record.values.get(field) in found
        }
        if more <= found:
            return found
        found |= more


def organisation_of(snapshot: Snapshot) -> str:
    return str(snapshot.edition["organisation"])


def within(units: Iterable[UnitName], edition: Edition) -> set[str]:
    viewer = Viewer(units=frozenset(units))
    narrow = Element.objects.within_reach_of(viewer, edition=edition)
    wide = Element.objects.within_reach_of(viewer).filter(edition=edition)
    keys = set(narrow.values_list("key", flat=True))
    assert keys == set(wide.values_list("key", flat=True))
    return keys


def units_in(edition: Edition) -> list[UnitName]:
    rows = Element.objects.filter(edition=edition, kind__in=UNIT_KINDS)
    return [
        (edition.organisation_id, kind, key)
        for kind, key in rows.order_by("kind", "key").values_list("kind", "key")
    ]


class TestWhatBelongs:
    def test_it_is_what_a_walk_over_the_records_finds_for_each_unit(
        self, marlshire: Edition
    ) -> None:
        records = take(marlshire)
        units = units_in(marlshire)
        assert {kind for _, kind, _ in units} == set(UNIT_KINDS)
        sizes = []
        for unit in units:
            expected = walked(records, [unit])
            assert within([unit], marlshire) == expected, unit
            sizes.append(len(expected))
        assert max(sizes) > 100, "or nothing much was tried"

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
    @given(data=st.data())
    def test_so_it_is_in_any_edition(self, undone: Undone, data: st.DataObject) -> None:
        with undone():
            edition = save(data.draw(snapshots()))
            units = data.draw(st.sets(st.sampled_from(units_in(edition) or [ELSEWHERE])))
            assert within(units, edition) == walked(take(edition), units)

    def test_several_units_are_what_each_is_together(self, marlshire: Edition) -> None:
        units = units_in(marlshire)
        assert within(units, marlshire) == set().union(*(within([u], marlshire) for u in units))

    def test_a_power_of_a_post_of_the_directorate_belongs_and_its_limits_too(
        self, marlshire: Edition
    ) -> None:
        delegation = kinds()["delegation"].objects.filter(
            edition=marlshire,
            holder__as_post__directorate__isnull=False,
            place=None,
            limits__isnull=False,
        )[0]
        directorate = delegation.holder.as_post.directorate
        keys = within([(HERE, "directorate", directorate.key)], marlshire)
        assert {delegation.key, delegation.holder.key, directorate.key} <= keys
        assert {limit.key for limit in delegation.limits.all()} <= keys

    def test_what_leads_to_no_unit_belongs_to_none(self) -> None:
        assert "clause" not in belonging_fields()
        assert "stage" not in belonging_fields()
        assert belonging_fields()["delegation"] == ("holder", "place")

    def test_the_units_there_are_roles_for_are_those_of_the_gate(self) -> None:
        assert set(UNIT_KINDS) == set(UnitKind.values)
        assert set(OPEN_STATES) == {EditionState.DRAFT, EditionState.IN_REVIEW}

    def test_every_reference_that_is_named_is_one(self) -> None:
        for kind in kinds().values():
            for name in kind.belongs_by:
                assert kind._meta.get_field(name).is_relation, (kind, name)
                assert name not in kind.nests_in, "it is said once"


ELSEWHERE: UnitName = ("frimley-icb", "directorate", "nursing")


class TestTheGateForRows:
    def test_whoever_sees_the_draft_reaches_every_row(self, draft: Edition, people: People) -> None:
        everything = draft.elements.count()
        for name, person in people.everyone().items():
            reached = Element.objects.within_reach_of(person.viewer, edition=draft).count()
            if name in {"reader", "editor", "reviewer", "secretary", "granter", "administrator"}:
                assert reached == everything, name
            elif name in {"contributor", "contributor_elsewhere", "partner"}:
                assert 0 < reached < everything / 2, name
            else:
                assert reached == 0, name

    def test_contributors_of_two_places_reach_nothing_in_common(
        self, draft: Edition, people: People
    ) -> None:
        one, other = (
            set(Element.objects.within_reach_of(person.viewer).values_list("key", flat=True))
            for person in (people.contributor, people.contributor_elsewhere)
        )
        assert one
        assert other
        assert not one & other

    @pytest.mark.parametrize("kind", ["place", "partnership", "membership"])
    def test_a_kinds_rows_and_citations_are_reached_alike(
        self, kind: str, draft: Edition, people: People
    ) -> None:
        viewer = people.contributor.viewer
        rows = kinds()[kind].objects.within_reach_of(viewer, edition=draft)
        same = Element.objects.within_reach_of(viewer, edition=draft).filter(kind=kind)
        assert {row.pk for row in rows} == {row.pk for row in same}
        cited = Citation.objects.within_reach_of(viewer, edition=draft)
        reached = Element.objects.within_reach_of(viewer, edition=draft)
        assert set(cited.values_list("element", flat=True)) <= {row.pk for row in reached}

    @pytest.mark.parametrize("state", EditionState.values)
    def test_only_rows_of_open_drafts_are_reached(
        self, state: str, draft: Edition, people: People
    ) -> None:
        past_the_doors(Edition).filter(pk=draft.pk).update(
            state=state, digest="0" * 64, effective_from="2024-01-01", recorded_at="2024-01-01T00Z"
        )
        for person in (people.contributor, people.editor, people.administrator):
            rows = Element.objects.within_reach_of(person.viewer).filter(edition=draft)
            assert rows.exists() is (state in OPEN_STATES)
            drafts = Edition.objects.open_to(person.viewer).filter(pk=draft.pk)
            assert drafts.exists() is (state in OPEN_STATES)

    def test_a_draft_is_open_to_whoever_has_anything_to_work_on_in_it(
        self, draft: Edition, people: People
    ) -> None:
        open_to = {
            name: Edition.objects.open_to(person.viewer).filter(pk=draft.pk).exists()
            for name, person in people.everyone().items()
        }
        assert {name for name, is_open in open_to.items() if not is_open} == {
            *("anonymous", "outsider", "editor_elsewhere"),
        }
        gone = Viewer(units=frozenset({("bob-icb", "place", "nowhere")}))
        assert not Edition.objects.open_to(gone).exists()

    def test_the_drafts_own_gate_stays_shut_for_units(self, draft: Edition, people: People) -> None:
        for person in (people.contributor, people.contributor_elsewhere, people.partner):
            for rows in (Edition.objects.filter(pk=draft.pk), draft.elements.all()):
                assert not rows.visible_to(person.viewer).exists()


class TestProposing:
    def test_one_may_propose_for_what_belongs_to_ones_own_unit(
        self, draft: Edition, people: People
    ) -> None:
        own = draft.elements.get(key="oxfordshire-place-based-partnership")
        other = draft.elements.get(key="buckinghamshire-place-based-partnership")
        assert may_propose(people.contributor.viewer, own)
        assert not may_propose(people.contributor.viewer, other)
        assert not may_propose(people.contributor_elsewhere.viewer, own)
        for viewer in (PUBLIC, MACHINE, people.reader.viewer, people.outsider.viewer):
            assert not may_propose(viewer, own)
        assert not belongs_to(own, [])

    def test_a_row_of_another_organisation_with_the_same_key_is_not_ones_own(
        self, draft: Edition
    ) -> None:
        place = draft.elements.get(key="oxfordshire", kind="place")
        viewer = Viewer(units=frozenset({("frimley-icb", "place", "oxfordshire")}))
        assert not may_propose(viewer, place)
        assert not Element.objects.within_reach_of(viewer).exists()

    @pytest.mark.parametrize(
        ("values", "would"),
        [
            ({"place": "oxfordshire"}, True),
            ({"place": "buckinghamshire"}, False),
            ({"place": "nowhere"}, False),
            ({"place": None}, False),
            ({}, False),
            ({"name": "oxfordshire"}, False),
        ],
    )
    def test_a_new_row_is_ones_own_where_what_it_stands_in_is(
        self, values: dict[str, Any], would: bool, draft: Edition, people: People
    ) -> None:
        kind = kinds()["partnership"]
        assert would_belong(people.contributor.viewer, draft, kind, values) is would


def queries(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_two_hundred_units_ask_the_database_as_often_as_two(marlshire: Edition) -> None:
    units = units_in(marlshire)
    many = [*units, *((HERE, "place", f"place-{number}") for number in range(200 - len(units)))]
    for some in (units[:2], many):
        viewer = Viewer(units=frozenset(some))
        assert queries(lambda v=viewer: list(Element.objects.within_reach_of(v))) == 1
        assert queries(lambda v=viewer: list(Edition.objects.open_to(v))) == 1
