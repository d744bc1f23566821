"""Which edition answers for a day, as known on a day: against an oracle that tries one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opmodel.editions.ids import edition_id
from opmodel.editions.models import Edition, Organisation, Succession
from opmodel.editions.moments import LONDON, Moment
from opmodel.editions.selectors.editions import edition_by_slug, editions_for_list, in_force
from opmodel.editions.viewer import MACHINE, PUBLIC
from tests.conftest import Undone

FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 8).map(lambda days: FIRST + timedelta(days=days))
AFTERWARDS = FIRST + timedelta(days=30)
STATES = (*["adopted"] * 6, "draft", "in-review", "not-adopted", "withdrawn")


@dataclass(frozen=True)
class Said:
    """An edition as the timeline below has it."""

    slug: str
    state: str
    effect: date
    recorded: datetime


@dataclass(frozen=True)
class Timeline:
    """A body's dates, and what it adopted."""

    began: date | None
    ended: date | None
    editions: tuple[Said, ...]

    @property
    def turns(self) -> set[date]:
        """The days on which something changes."""
        days = {said.effect for said in self.editions}
        days |= {said.recorded.astimezone(LONDON).date() for said in self.editions}
        days |= {day + timedelta(days=1) for day in (self.ended,) if day}
        return days | {day for day in (self.began,) if day}

    # The oracle: slow, and as the design says it.

    def existed(self, on: date) -> bool:
        return not (self.began and on < self.began) and not (self.ended and on > self.ended)

    def last_adopted(self, moment: Moment) -> Said | None:
        best = None
        for said in self.editions:
            if said.state != "adopted" or said.effect > moment.on:
                continue
            if said.recorded.astimezone(LONDON).date() > moment.known:
                continue
            if best is None or (said.effect, said.recorded, said.slug) > (
                best.effect,
                best.recorded,
                best.slug,
            ):
                best = said
        return best

    def status(self, said: Said, moment: Moment) -> str:
        if said.state != "adopted":
            return said.state.replace("-", " ")
        if said.effect > moment.on or said.recorded.astimezone(LONDON).date() > moment.known:
            return "not yet effective"
        if self.began and moment.on < self.began:
            return "not yet effective"
        if said == self.last_adopted(moment) and self.existed(moment.on):
            return "in force"
        return "superseded"


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    began = draw(st.none() | DAYS)
    ended = draw(st.none() | DAYS)
    if began and ended:
        began, ended = sorted((began, ended))
    moments = st.builds(
        lambda day, hour: datetime.combine(day, time(hour), UTC), DAYS, st.sampled_from([0, 12, 23])
    )
    editions = draw(
        st.lists(st.tuples(st.sampled_from(STATES), DAYS, moments), min_size=1, max_size=5)
    )
    return Timeline(began, ended, tuple(Said(f"e-{n}", *each) for n, each in enumerate(editions)))


def store(timeline: Timeline, slug: str = "a-body") -> Organisation:
    body = Organisation.objects.create(
        slug=slug, name="A body", kind="icb", legal_from=timeline.began, legal_until=timeline.ended
    )
    for said in timeline.editions:
        Edition(
            id=edition_id(said.slug),
            organisation=body,
            slug=said.slug,
            title=said.slug,
            label=said.slug,
            state=said.state,
            effective_from=said.effect,
            recorded_at=said.recorded,
            digest="0" * 64,
        ).save(force_insert=True)
    return body


class TestAnyTimeline:
    def test_every_day_as_known_on_every_day(self, undone: Undone) -> None:
        @given(timelines(), st.data())
        def agrees(timeline: Timeline, data: st.DataObject) -> None:
            # Where answers change, and the day before; known mostly long after.
            turns = sorted(timeline.turns)
            days = st.sampled_from([day - timedelta(days=ago) for day in turns for ago in (0, 1)])
            moments = st.builds(Moment, on=days, known=st.just(AFTERWARDS) | days)
            with undone():
                body = store(timeline)
                for moment in data.draw(st.lists(moments, min_size=6, max_size=6)):
                    self.check(timeline, body, moment)

        agrees()

    def check(self, timeline: Timeline, body: Organisation, moment: Moment) -> None:
        editions = Edition.objects.filter(organisation=body)
        last = timeline.last_adopted(moment)
        slugs = [last.slug] if last else []
        assert [each.slug for each in editions.adopted_last(**moment.asked())] == slugs
        held = slugs if timeline.existed(moment.on) else []
        assert [each.slug for each in editions.in_force(**moment.asked())] == held
        with_status = editions_for_list(viewer=MACHINE, moment=moment).filter(organisation=body)
        assert {each.slug: each.status for each in with_status} == {
            said.slug: timeline.status(said, moment) for said in timeline.editions
        }
        assert [each.slug for each in with_status if each.is_latest] == slugs
        answer = in_force(organisation=body, viewer=PUBLIC, moment=moment)
        over = timeline.ended is not None and moment.on > timeline.ended
        assert answer.ended is over
        expected = last if timeline.existed(moment.on) or over else None
        assert (answer.edition and answer.edition.slug) == (expected and expected.slug)


Make = Callable[..., Edition]


@pytest.fixture
def adopted(reference: None) -> Make:
    """Adopts an edition of BOB ICB: `adopted("a", effect="2025-01-01", recorded="2025-01-02")`."""

    def make(slug: str, *, effect: str, recorded: str) -> Edition:
        edition = Edition(
            organisation_id="bob-icb",
            slug=slug,
            title=slug,
            label=slug,
            state="adopted",
            effective_from=date.fromisoformat(effect),
            recorded_at=datetime.fromisoformat(recorded).replace(tzinfo=LONDON),
            digest="0" * 64,
        )
        edition.save(force_insert=True)
        return edition

    return make


def held(on: str, known: str | None = None) -> str | None:
    moment = Moment(on=date.fromisoformat(on), known=date.fromisoformat(known or on))
    body = Organisation.objects.get(slug="bob-icb")
    edition = in_force(organisation=body, viewer=PUBLIC, moment=moment).edition
    return edition.slug if edition else None


class TestInWords:
    def test_nothing_is_in_force_before_the_first_adoption(self, bob: Edition) -> None:
        assert held("2024-08-31") is None
        assert held("2024-09-01") == bob.slug

    def test_an_adoption_has_effect_from_its_day_on(self, bob: Edition, adopted: Make) -> None:
        adopted("next", effect="2025-04-01", recorded="2025-03-20")
        assert held("2025-03-31") == bob.slug
        assert held("2025-04-01") == "next"

    def test_a_correction_afterwards_changes_the_answer_only_from_when_it_is_known(
        self, bob: Edition, adopted: Make
    ) -> None:
        adopted("correction", effect="2024-10-01", recorded="2025-06-01T09:00")
        assert held("2024-11-01", known="2025-05-31") == bob.slug
        assert held("2024-11-01", known="2025-06-01") == "correction"
        assert held("2024-09-15", known="2025-06-01") == bob.slug

    def test_of_two_with_one_day_of_effect_the_one_recorded_later_counts(
        self, bob: Edition, adopted: Make
    ) -> None:
        adopted("z-first", effect="2025-01-01", recorded="2025-01-01T10:00")
        adopted("a-second", effect="2025-01-01", recorded="2025-01-01T11:00")
        assert held("2025-02-01") == "a-second"

    def test_a_later_effect_counts_more_than_a_later_recording(
        self, bob: Edition, adopted: Make
    ) -> None:
        adopted("later-effect", effect="2025-03-01", recorded="2025-01-01")
        adopted("later-record", effect="2025-02-01", recorded="2025-01-15")
        assert held("2025-02-15") == "later-record"
        assert held("2025-03-15") == "later-effect"

    def test_a_day_ends_at_midnight_in_london(self, bob: Edition, adopted: Make) -> None:
        adopted("late", effect="2025-07-01", recorded="2025-07-01T23:59:59")
        assert held("2025-07-01", known="2025-07-01") == "late"
        adopted("later", effect="2025-07-01", recorded="2025-07-02T00:00")
        assert held("2025-07-01", known="2025-07-01") == "late"

    def test_a_body_that_ended_has_nothing_in_force_and_names_who_came_after(
        self, bob: Edition
    ) -> None:
        body = bob.organisation
        last_day = Moment.of(date(2026, 3, 31))
        answer = in_force(organisation=body, viewer=PUBLIC, moment=last_day)
        assert (answer.edition, answer.ended, answer.successors) == (bob, False, ())
        day_after = Moment.of(date(2026, 4, 1))
        answer = in_force(organisation=body, viewer=PUBLIC, moment=day_after)
        assert answer.ended
        assert [each.slug for each in answer.successors] == ["nhs-thames-valley-icb"]
        assert answer.edition == bob, "the last that had been"
        assert not Edition.objects.in_force(**day_after.asked()).exists()
        shown = edition_by_slug(slug=bob.slug, viewer=PUBLIC, moment=day_after)
        assert shown.status == "superseded"

    def test_a_successor_is_named_from_its_first_day_only(self, bob: Edition) -> None:
        Succession.objects.filter(predecessor="bob-icb").update(effective_on=date(2026, 5, 1))
        answer = in_force(
            organisation=bob.organisation, viewer=PUBLIC, moment=Moment.of(date(2026, 4, 1))
        )
        assert (answer.ended, answer.successors) == (True, ())

    def test_what_was_adopted_before_a_body_existed_has_no_effect_until_it_does(
        self, reference: None, adopted: Make
    ) -> None:
        adopted("shadow", effect="2022-05-01", recorded="2022-05-01")
        assert held("2022-06-30") is None
        moment = Moment.of(date(2022, 6, 30))
        assert edition_by_slug(slug="shadow", viewer=PUBLIC, moment=moment).status == (
            "not yet effective"
        )
        assert held("2022-07-01") == "shadow"


@pytest.mark.parametrize("known", [date(1948, 7, 5), date(2024, 3, 30), date(2024, 10, 27)])
def test_the_last_moment_of_a_day_is_the_one_before_the_next_day(known: date) -> None:
    moment = Moment.of(known).known_at
    assert moment.astimezone(LONDON).date() == known
    assert (moment + timedelta(microseconds=1)).astimezone(LONDON).date() == known + timedelta(1)
