"""Who holds which post: written with who and why, never overlapping, and known as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from directorates.actions.appointing import (
    AppointmentOvertaken,
    appoint,
    correct,
    end,
    take_out,
)
from directorates.models import Appointment, Post
from directorates.selectors.appointments import appointments, in_posts, mark_of
from governance.deciding.loading import tenures_of
from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import SECRETARY
from opmodel.editions.actions.changing import Authored, ChangeRefused
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition, Organisation
from opmodel.editions.moments import Moment
from tests.conftest import People

from .oracle import DAYS, FIRST, Stated, may_stand

POST = "chief-executive"
MACHINE = Authored(by=None, reason="Put in by a test")
TODAY = Moment.of(timezone.localdate())


@pytest.fixture
def icb(bob: Edition) -> Organisation:
    return bob.organisation


def made(icb: Organisation, **values: Any) -> Appointment:
    stated = {"form": "substantive", "name": "Ada Quill", "begins_on": date(2026, 1, 5)} | values
    return appoint(organisation=icb, post=POST, values=stated, authored=MACHINE)


def faults(refused: pytest.ExceptionInfo[ChangeRefused]) -> dict[str, str]:
    return {fault.field: fault.message for fault in refused.value.faults}


def who(icb: Organisation, on: date, known: date | None = None) -> list[str]:
    moment = Moment(on=on, known=known or timezone.localdate())
    return [each.name or "vacant" for each in tenures_of(icb.pk, moment).get(POST, ())]


def test_an_appointment_is_recorded_with_who_why_and_in_which_request(
    icb: Organisation, people: People
) -> None:
    authored = Authored(by=people.secretary.user, reason=" The Board agreed. ")
    row = appoint(
        organisation=icb,
        post=POST,
        values={"form": "acting", "name": "  Ada   Quill ", "begins_on": date(2026, 1, 5)},
        authored=authored,
    )
    record: Any = Appointment.history.get(id=row.pk)
    assert (row.name, row.version) == ("Ada Quill", 1)
    assert record.history_user == people.secretary.user
    assert record.history_change_reason == "The Board agreed."


def test_who_decides_hears_of_it_at_once(icb: Organisation) -> None:
    assert who(icb, date(2026, 2, 1)) == []
    row = made(icb)
    assert who(icb, date(2026, 2, 1)) == ["Ada Quill"]
    end(appointment=row, last_day=date(2026, 1, 31), seen=1, authored=MACHINE)
    assert who(icb, date(2026, 1, 31)) == ["Ada Quill"]
    assert who(icb, date(2026, 2, 1)) == []


def test_a_reason_is_asked_for(icb: Organisation) -> None:
    with pytest.raises(ChangeRefused) as refused:
        appoint(organisation=icb, post=POST, values={}, authored=Authored(by=None, reason="  "))
    assert faults(refused) == {"reason": "Say in a few words why."}


@pytest.mark.parametrize("who", ["reader", "reviewer", "contributor", "partner", "granter",
                                 "outsider", "editor_elsewhere"])  # fmt: skip
def test_nobody_writes_without_the_right(who: str, icb: Organisation, people: People) -> None:
    authored = Authored(by=getattr(people, who).user, reason="Try")
    row = made(icb)
    for write in (
        lambda: appoint(organisation=icb, post=POST, values={}, authored=authored),
        lambda: end(appointment=row, last_day=date(2026, 3, 1), seen=1, authored=authored),
        lambda: correct(appointment=row, values={}, seen=1, authored=authored),
        lambda: take_out(appointment=row, seen=1, authored=authored),
    ):
        with pytest.raises(PermissionDenied):
            write()
    assert Appointment.objects.get(pk=row.pk).version == 1


@pytest.mark.parametrize("who", ["secretary", "editor", "administrator"])
def test_who_has_the_right_writes(who: str, icb: Organisation, people: People) -> None:
    authored = Authored(by=getattr(people, who).user, reason="Try")
    assert (
        appoint(organisation=icb, post=POST, values={"form": "vacant"}, authored=authored).form
        == "vacant"
    )


def test_what_is_wrong_is_said_at_its_field(icb: Organisation) -> None:
    for values, field in (
        ({"form": "vacant", "name": "Ada Quill"}, "name"),
        ({"name": " "}, "name"),
        ({"ends_on": date(2026, 1, 4)}, "ends_on"),
        ({"begins_on": date(1900, 1, 1)}, "begins_on"),
        ({"name": "A" * 121}, "name"),
        ({"form": "forever"}, "form"),
        ({"colour": "blue"}, "colour"),
    ):
        with pytest.raises(ChangeRefused) as refused:
            made(icb, **values)
        assert set(faults(refused)) == {field}
    assert not Appointment.objects.filter(organisation=icb).exists()


def test_only_posts_of_published_editions_are_held(icb: Organisation, draft: Edition) -> None:
    with pytest.raises(ChangeRefused) as refused:
        appoint(
            organisation=icb, post="keeper-of-the-seal", values={"form": "vacant"}, authored=MACHINE
        )
    assert faults(refused) == {"post": "No published edition has this post."}


def test_a_clash_says_who_stands_there_and_since_when(icb: Organisation) -> None:
    made(icb)
    with pytest.raises(ChangeRefused) as refused:
        made(icb, name="Ben Rook", begins_on=date(2026, 3, 1))
    said = faults(refused)["begins_on"]
    assert "Ada Quill (substantive) is recorded from 5 January 2026." in said


def test_somebody_takes_over_from_whoever_stands_there(icb: Organisation) -> None:
    first = made(icb)
    acting = made(icb, form="acting", name="Ben Rook", begins_on=date(2026, 2, 1))
    made(icb, form="acting", name="Cy Moss", begins_on=date(2025, 2, 1), ends_on=date(2025, 3, 1))
    appoint(
        organisation=icb,
        post=POST,
        values={"form": "substantive", "name": "Ben Rook", "begins_on": date(2026, 4, 1)},
        takes_over=True,
        authored=MACHINE,
    )
    # The one before, and Ben Rook's own acting, end the day before; what was over stays.
    for row in (first, acting):
        row.refresh_from_db()
        assert (row.ends_on, row.version) == (date(2026, 3, 31), 2)
    assert who(icb, date(2026, 4, 1)) == ["Ben Rook"]
    assert sorted(who(icb, date(2026, 3, 31))) == ["Ada Quill", "Ben Rook"]


def test_taking_over_is_whole_or_not_at_all(icb: Organisation) -> None:
    first = made(icb)
    made(icb, name="Cy Moss", form="substantive", begins_on=None, ends_on=date(2026, 1, 4))
    later = made(icb, form="acting", name="Ben Rook", begins_on=date(2026, 6, 1))
    with pytest.raises(ChangeRefused):
        appoint(
            organisation=icb,
            post=POST,
            values={"form": "interim", "name": "Ben Rook", "begins_on": date(2026, 4, 1)},
            takes_over=True,
            authored=MACHINE,
        )
    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.ends_on, first.version, later.version) == (None, 1, 1)


def test_it_is_made_vacant(icb: Organisation) -> None:
    made(icb)
    appoint(
        organisation=icb,
        post=POST,
        values={"form": "vacant", "begins_on": date(2026, 4, 1)},
        takes_over=True,
        authored=MACHINE,
    )
    assert who(icb, date(2026, 3, 31)) == ["Ada Quill"]
    assert who(icb, date(2026, 4, 1)) == ["vacant"]


def test_what_was_corrected_stays_known_as_of_then(icb: Organisation) -> None:
    row = Appointment(
        organisation=icb,
        post=POST,
        name="Ada Qill",
        begins_on=date(2026, 1, 5),
        recorded_at=datetime(2026, 1, 6, 8, tzinfo=UTC),
    )
    row.save()
    correct(appointment=row, values={"name": "Ada Quill"}, seen=1, authored=MACHINE)
    on, yesterday = date(2026, 2, 1), timezone.localdate() - timedelta(days=1)
    assert who(icb, on) == ["Ada Quill"]
    assert who(icb, on, known=yesterday) == ["Ada Qill"]
    assert who(icb, on, known=date(2026, 1, 5)) == []


def test_what_was_taken_out_stays_known_as_of_then(icb: Organisation) -> None:
    row = Appointment(
        organisation=icb,
        post=POST,
        name="Ada Quill",
        recorded_at=datetime(2026, 1, 6, 8, tzinfo=UTC),
    )
    row.save()
    take_out(appointment=row, seen=1, authored=MACHINE)
    yesterday = timezone.localdate() - timedelta(days=1)
    assert who(icb, date(2026, 2, 1)) == []
    assert who(icb, date(2026, 2, 1), known=yesterday) == ["Ada Quill"]


def test_correcting_to_the_same_writes_nothing(icb: Organisation) -> None:
    row = made(icb)
    same = correct(appointment=row, values={"name": "Ada  Quill"}, seen=1, authored=MACHINE)
    assert same.version == 1
    assert Appointment.history.filter(id=row.pk).count() == 1


def test_who_comes_second_is_told_who_was_quicker(icb: Organisation, people: People) -> None:
    row = made(icb)
    seen = mark_of([row])
    authored = Authored(by=people.secretary.user, reason="She asked for it.")
    correct(appointment=row, values={"name": "Ada Quill-Moss"}, seen=1, authored=authored)
    for write in (
        lambda: correct(appointment=row, values={"name": "Ada"}, seen=1, authored=MACHINE),
        lambda: end(appointment=row, last_day=date(2026, 3, 1), seen=1, authored=MACHINE),
        lambda: take_out(appointment=row, seen=1, authored=MACHINE),
        lambda: appoint(
            organisation=icb,
            post=POST,
            values={"form": "acting", "name": "Ben Rook"},
            seen=seen,
            authored=MACHINE,
        ),
    ):
        with pytest.raises(AppointmentOvertaken) as overtaken:
            write()
        assert overtaken.value.who == people.secretary.user
        assert overtaken.value.reason == "She asked for it."
    row.refresh_from_db()
    assert (row.name, row.version) == ("Ada Quill-Moss", 2)


def test_what_somebody_changed_is_not_undone_by_loading_again(
    icb: Organisation, tmp_path: Any
) -> None:
    (tmp_path / "appointments.yaml").write_text(
        "appointments:\n"
        f"  - {{organisation: {icb.pk}, post: {POST}, name: Ada Qill, begins_on: '2026-01-05'}}\n"
        f"  - {{organisation: {icb.pk}, post: chair, name: Cy Moss, begins_on: '2026-01-05'}}\n"
    )
    load_reference(folder=tmp_path)
    row = Appointment.objects.get(name="Ada Qill")
    correct(appointment=row, values={"name": "Ada Quill"}, seen=1, authored=MACHINE)
    load_reference(folder=tmp_path)
    assert who(icb, date(2026, 2, 1)) == ["Ada Quill"]
    # And what stayed the same is not written again.
    assert Appointment.history.filter(name="Cy Moss").count() == 1


def test_who_is_next_and_until_when(icb: Organisation) -> None:
    made(icb, ends_on=date(2026, 3, 31))
    made(icb, name="Ben Rook", begins_on=date(2026, 4, 1))
    found = in_posts(organisation=icb, moment=Moment(on=date(2026, 2, 1), known=TODAY.known))
    assert [row.name for row in found[POST].next] == ["Ben Rook"]
    assert found[POST].until == date(2026, 3, 31)


# ---- What may stand together ----

# Each example undoes what it wrote.
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

_days = some.one_of(
    some.none(),
    some.integers(0, DAYS - 1).map(lambda number: FIRST + timedelta(days=number)),
)
_stated = some.builds(
    Stated,
    form=some.sampled_from(["substantive", "acting", "interim", "shared", "vacant"]),
    name=some.sampled_from(["", "Ada Quill", "ada quill", "Ben Rook", "Cy Moss"]),
    begins_on=_days,
    ends_on=_days,
)


@shared
@given(drawn=some.lists(_stated, min_size=2, max_size=6))
def test_the_database_lets_through_what_may_stand_together_and_nothing_else(
    drawn: list[Stated], icb: Organisation, undone: Callable[[], Any]
) -> None:
    with undone():
        standing: list[Stated] = []
        for each in drawn:
            fits = may_stand([*standing, each])
            try:
                with transaction.atomic():
                    Appointment(organisation=icb, post=POST, **each.values).save()
                standing.append(each)
                written = True
            except (DataError, IntegrityError):
                written = False
            assert written == fits, (standing, each)


@shared
@given(
    drawn=some.lists(_stated, min_size=2, max_size=6),
    corrected=some.lists(some.tuples(some.integers(0, 5), _stated), max_size=4),
)
def test_actions_say_in_words_what_the_database_would_refuse(
    drawn: list[Stated],
    corrected: list[tuple[int, Stated]],
    icb: Organisation,
    undone: Callable[[], Any],
) -> None:
    with undone():
        standing: dict[int, Stated] = {}
        for each in drawn:
            try:
                row = appoint(organisation=icb, post=POST, values=each.values, authored=MACHINE)
                standing[row.pk] = each
                said = ""
            except ChangeRefused as refused:
                said = str(refused)
            assert bool(said) != may_stand([*standing.values(), *([each] if said else [])])
            assert "held otherwise" not in said  # That is the database's refusal.
        for number, each in corrected:
            if not standing:
                break
            pk = sorted(standing)[number % len(standing)]
            others = [other for key, other in standing.items() if key != pk]
            row = Appointment.objects.get(pk=pk)
            try:
                correct(appointment=row, values=each.values, seen=None, authored=MACHINE)
                standing[pk] = each
                refused_it = False
            except ChangeRefused:
                refused_it = True
            assert refused_it != may_stand([*others, each])


@pytest.mark.django_db(transaction=True)
def test_of_two_who_write_at_once_at_most_what_may_stand_together_is_written(
    icb: Organisation,
) -> None:
    pairs = [
        (Stated("substantive", "Ada Quill", FIRST, None), Stated("vacant", "", None, None)),
        (Stated("shared", "Ada Quill", FIRST, None), Stated("interim", "Ben Rook", FIRST, None)),
        (Stated("acting", "Ada Quill", FIRST, None), Stated("acting", "Ben Rook", None, FIRST)),
        (Stated("acting", "Ada Quill", FIRST, None), Stated("shared", "ADA QUILL", FIRST, None)),
        (Stated("shared", "Ada Quill", FIRST, None), Stated("shared", "Ben Rook", FIRST, None)),
        (Stated("acting", "Ada Quill", FIRST, None), Stated("vacant", "", FIRST, None)),
    ]
    for pair in pairs:
        # Past the actions' words and locks, straight to the database.
        written = _at_once(
            lambda each: Appointment(organisation=icb, post=POST, **each.values).save(), pair
        )
        assert len(written) == (2 if may_stand(pair) else 1), pair
        assert may_stand(written)
        _clear()
    for pair in pairs:
        written = _at_once(
            lambda each: appoint(
                organisation=icb,
                post=POST,
                values=each.values,
                seen=mark_of([]),
                authored=MACHINE,
            ),
            pair,
        )
        # Both saw an empty post, so the second is told, whether the two would fit or not.
        assert len(written) == 1, pair
        _clear()


def _at_once(write: Callable[[Stated], Any], pair: tuple[Stated, Stated]) -> list[Stated]:
    barrier, written = Barrier(2), []

    def run(each: Stated) -> None:
        try:
            barrier.wait(10)
            write(each)
            written.append(each)
        except (IntegrityError, ChangeRefused, AppointmentOvertaken):
            pass
        except Exception as error:
            # One of two that wait for each other is ended by the database: nothing of it stays.
            if "deadlock" not in str(error):
                raise
        finally:
            connection.close()

    threads = [Thread(target=run, args=(each,)) for each in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return written


def _clear() -> None:
    for row in Appointment.objects.filter(post=POST):
        row.delete()


@pytest.mark.django_db(transaction=True)
def test_as_many_queries_for_many_posts_as_for_one(
    bob: Edition, django_assert_num_queries: Any
) -> None:
    icb = bob.organisation
    posts = list(Post.objects.filter(edition=bob).values_list("key", flat=True))
    for number, key in enumerate(posts):
        Appointment(organisation=icb, post=key, name=f"Person {number}").save()
    with django_assert_num_queries(1):
        assert len(appointments(moment=TODAY)) >= len(posts)
    yesterday = timezone.localdate() - timedelta(days=1)
    with django_assert_num_queries(2):
        appointments(moment=Moment(on=yesterday, known=yesterday))


def test_the_right_ends_with_the_grant(icb: Organisation) -> None:
    user = User.objects.create_user(username="once")
    with pytest.raises(PermissionDenied):
        appoint(
            organisation=icb,
            post=POST,
            values={"form": "vacant"},
            authored=Authored(by=user, reason="Try"),
        )
    grant(role=SECRETARY, to=user, organisation=icb)
    user = User.objects.get(pk=user.pk)
    assert appoint(
        organisation=icb,
        post=POST,
        values={"form": "vacant"},
        authored=Authored(by=user, reason="Try"),
    ).pk
