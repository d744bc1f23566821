"""The check itself: what a change touches, what it costs, what is remembered, waivers, counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directorates.models import Appointment
from governance.models import Committee, Instrument, Limit
from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR
from opmodel.editions.actions.publishing import adopt_as_recorded, publish_without_adoption
from opmodel.editions.folder.periods import parse_moment
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Generation, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.snapshot import Snapshot
from opmodel.findings.actions.waiving import NotAllowed, WaiverRefused, end_waiver, waive
from opmodel.findings.checking import check, check_changed
from opmodel.findings.counting import counts_over, keep_count, keep_missing, risen
from opmodel.findings.days import moment_for
from opmodel.findings.finding import Finding, Severity
from opmodel.findings.models import FindingCount, Waiver
from opmodel.findings.registry import BY_ID, RULES
from opmodel.findings.telling import as_data
from tests.conftest import People, Undone
from tests.editions.making import past_the_doors, snapshots

from .planted import CASES
from .planting import LONG_AGO, ON, ORGANISATION, WHEN, Parts, saved, together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def planted(*rules: str) -> Parts:
    return together(CASES[rule].parts(wrong=True) for rule in rules)


ALL = [case.rule for case in CASES.values() if not case.alone]


# What a change touches.


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(snapshots(), st.sampled_from(sorted(kinds())), st.lists(st.sampled_from(ALL), unique=True))
def test_what_a_change_touches_is_found_as_if_all_were_looked_at(
    undone: Undone, base: Snapshot, kind: str, rules: list[str]
) -> None:
    with undone():
        edition = saved(planted(*rules), among=base.records)
        everything = check(edition=edition, moment=WHEN)
        touched = check_changed(edition=edition, moment=WHEN, kinds={kind})
        tried = {rule.id for rule in touched.rules}
        assert list(touched) == [each for each in everything if each.rule.id in tried]
        assert everything.renewed(touched).found == everything.found


def test_a_change_in_a_draft_renews_what_was_found() -> None:
    edition = saved(planted("limit-gap", "risk-no-owner"))
    before = check(edition=edition, moment=WHEN)
    assert {"limit-gap", "risk-no-owner"} <= before.by_rule.keys()
    limit = Limit.objects.get(edition=edition, key="limit-gap-board-limit")
    limit.above = 250_000
    limit.save()
    touched = check_changed(edition=edition, moment=WHEN, kinds={"limit"})
    assert "risk-no-owner" not in {rule.id for rule in touched.rules}
    after = before.renewed(touched)
    assert "limit-gap" not in after.by_rule
    assert "risk-no-owner" in after.by_rule
    assert after.found == check(edition=edition, moment=WHEN).found


def test_every_kind_that_a_rule_reads_exists() -> None:
    assert frozenset().union(*(rule.reads for rule in RULES)) <= kinds().keys()


# What it costs.


def queries(edition: Edition) -> int:
    with CaptureQueriesContext(connection) as captured:
        check(edition=edition, moment=WHEN)
    return len(captured)


def test_queries_do_not_grow_with_rows() -> None:
    parts = planted(*ALL)
    few = queries(saved(parts))
    Appointment.objects.all().delete()
    more = {
        kind: [
            *rows,
            *(
                {"key": f"{kind}-more-{at}"}
                for at in range(20)
                if kind in ("post", "function", "body", "committee", "decision", "place")
            ),
        ]
        for kind, rows in parts.items()
        if kind != "held"
    }
    assert queries(saved({**more, "held": parts["held"]}, slug="more")) == few < 80


# What is remembered.


def adopted(parts: Parts, on: str = "2026-01-01", slug: str = "planted") -> Edition:
    edition = saved(parts, slug=slug)
    return adopt_as_recorded(
        edition=edition, effective_from=date.fromisoformat(on), recorded_at=parse_moment(on)
    )


def test_a_frozen_edition_is_looked_at_once_until_something_outside_changes() -> None:
    parts = CASES["post-vacant"].parts(wrong=False)
    edition = adopted(parts)
    as_known_today = Moment(on=WHEN.on, known=timezone.localdate())
    for moment in (as_known_today, WHEN):
        assert "post-vacant" not in check(edition=edition, moment=moment).by_rule
    assert queries(edition) <= 2
    Appointment.objects.all().delete()
    Appointment.objects.create(
        organisation_id=ORGANISATION, post="post-vacant-head", form="vacant", recorded_at=LONG_AGO
    )
    assert "post-vacant" in check(edition=edition, moment=as_known_today).by_rule
    # What is taken out today was still known then.
    assert "post-vacant" not in check(edition=edition, moment=WHEN).by_rule


# On which day.


def test_a_draft_is_judged_when_all_its_powers_hold() -> None:
    """Before that some that take the place of others have not begun."""
    parts = CASES["limit-gap"].parts(wrong=False)
    for power in parts["delegation"]:
        power["effective_from"] = "2026-10-01"
    parts["delegation"].append(
        {"key": "one-day", "type": "intended", "effective_from": "2027-03-01"}
    )
    edition = saved(parts)
    assert moment_for(edition, WHEN).on == date(2026, 10, 1)
    assert check(edition=edition, moment=WHEN).by_rule == {"decision-nobody": 1}
    assert not check(edition=edition, moment=moment_for(edition, WHEN)).by_rule


def test_a_draft_does_not_wait_for_what_begins_years_later() -> None:
    parts = planted("limit-gap")
    parts["delegation"][0]["effective_from"] = "2206-10-01"
    assert moment_for(saved(parts), WHEN).on == ON


# Waivers.


@pytest.fixture
def author() -> AbstractUser:
    return User.objects.create_superuser(username="secretary")


@pytest.fixture
def gap() -> tuple[Edition, Finding]:
    edition = saved(planted("limit-gap"))
    (finding,) = check(edition=edition, moment=WHEN).blocking
    return edition, finding


Waived = Callable[..., Waiver]


@pytest.fixture
def waived(author: User) -> Waived:
    def make(edition: Edition, finding: Finding, **more: Any) -> Waiver:
        stated = {
            "reason": "The Board decides in between until the limits are revised.",
            "author": author,
            "made_on": ON,
            "until": ON + timedelta(days=30),
        }
        made = waive(edition=edition, finding=finding, **(stated | more))
        past_the_doors(Waiver).filter(pk=made.pk).update(recorded_at=LONG_AGO)
        return made

    return make


def test_a_waived_error_no_longer_blocks_and_is_still_told(
    gap: tuple[Edition, Finding], waived: Waived
) -> None:
    edition, finding = gap
    waived(edition, finding)
    findings = check(edition=edition, moment=WHEN)
    assert finding in findings.found
    assert findings.blocking == ()
    waiver = findings.waiver_of(finding)
    assert waiver is not None
    assert waiver.reason.startswith("The Board decides")


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0, True), (30, True), (31, False)])
def test_a_waiver_holds_from_its_first_to_its_last_day(
    gap: tuple[Edition, Finding], waived: Waived, days: int, holds: bool
) -> None:
    edition, finding = gap
    waived(edition, finding)
    moment = Moment(on=ON + timedelta(days=days), known=WHEN.known)
    assert (check(edition=edition, moment=moment).blocking == ()) == holds


def test_a_waiver_is_not_known_before_it_was_recorded(
    gap: tuple[Edition, Finding], waived: Waived
) -> None:
    edition, finding = gap
    past_the_doors(Waiver).filter(pk=waived(edition, finding).pk).update(recorded_at=timezone.now())
    before = Moment(on=ON, known=timezone.localdate() - timedelta(days=1))
    assert check(edition=edition, moment=before).blocking


def test_a_waiver_for_one_edition_does_not_hold_in_the_next_one_for_all_does(
    gap: tuple[Edition, Finding], waived: Waived
) -> None:
    edition, finding = gap
    following = saved(planted("limit-gap"), slug="following")
    waived(edition, finding)
    assert check(edition=following, moment=WHEN).blocking
    waived(edition, finding, everywhere=True)
    assert not check(edition=following, moment=WHEN).blocking


def test_a_waiver_does_not_cover_a_hole_that_grew(
    gap: tuple[Edition, Finding], waived: Waived
) -> None:
    edition, finding = gap
    waived(edition, finding)
    limit = Limit.objects.get(edition=edition, key="limit-gap-board-limit")
    limit.above = 400_000
    limit.save()
    assert check(edition=edition, moment=WHEN).blocking


def test_a_waiver_needs_a_reason_and_a_last_day_after_its_first(
    gap: tuple[Edition, Finding], waived: Waived
) -> None:
    with pytest.raises(WaiverRefused, match="Say why"):
        waived(*gap, reason=" ")
    with pytest.raises(WaiverRefused, match="before it is made"):
        waived(*gap, until=ON - timedelta(days=1))


def test_a_waiver_holds_for_a_year_at_most(gap: tuple[Edition, Finding], waived: Waived) -> None:
    waived(*gap, until=date(2027, 6, 1))
    with pytest.raises(WaiverRefused, match="a year at most"):
        waived(*gap, until=date(2027, 6, 3))


def test_only_an_editor_of_the_organisation_waives_what_was_found_about_it(
    gap: tuple[Edition, Finding], waived: Waived, people: People
) -> None:
    for person in (people.reader, people.outsider):
        with pytest.raises(NotAllowed, match="editor"):
            waived(*gap, author=person.user)
    editor = User.objects.create_user("olive")
    grant(role=EDITOR, to=editor, organisation=gap[0].organisation)
    made = waived(*gap, author=editor)
    elsewhere = User.objects.create_user("otto")
    grant(role=EDITOR, to=elsewhere, organisation=Organisation.objects.get(slug="bob-icb"))
    with pytest.raises(NotAllowed):
        end_waiver(waiver=made, by=elsewhere, reason="Why not", edition=gap[0])


def test_whoever_waives_what_is_waived_already_changes_that(
    gap: tuple[Edition, Finding], waived: Waived
) -> None:
    waived(*gap)
    waived(*gap, reason="Until the autumn.", until=ON + timedelta(days=90))
    only = Waiver.objects.get()
    assert (only.reason, only.until) == ("Until the autumn.", ON + timedelta(days=90))
    assert [each.reason[:9] for each in only.history.order_by("history_id")] == [
        "The Board", "Until the",
    ]  # fmt: skip


def test_a_waiver_that_somebody_ends_counts_again_from_then_on(
    gap: tuple[Edition, Finding], waived: Waived, author: User
) -> None:
    edition, finding = gap
    waiver = waived(edition, finding, made_on=date(2026, 5, 1), until=date(2027, 4, 1))
    with pytest.raises(WaiverRefused, match="no longer"):
        end_waiver(waiver=waiver, by=author, reason=" ", edition=edition)
    end_waiver(waiver=waiver, by=author, reason="Mended differently.", edition=edition)
    now = Moment(on=ON, known=timezone.localdate())
    findings = check(edition=edition, moment=now)
    assert findings.blocking == (finding,)
    former = findings.former_waiver_of(finding)
    assert former is not None
    assert (former.ended_by, former.ended_because) == (author, "Mended differently.")
    # As was known before, it holds.
    before = Moment(on=ON, known=timezone.localdate() - timedelta(days=1))
    assert check(edition=edition, moment=before).blocking == ()
    with pytest.raises(WaiverRefused, match="already"):
        end_waiver(waiver=waiver, by=author, reason="Again", edition=edition)
    waived(edition, finding)
    assert check(edition=edition, moment=now).former_waiver_of(finding) is None


def test_a_waiver_that_ran_out_is_still_known(gap: tuple[Edition, Finding], waived: Waived) -> None:
    edition, finding = gap
    made = waived(edition, finding)
    later = Moment(on=ON + timedelta(days=31), known=WHEN.known)
    assert check(edition=edition, moment=later).former_waiver_of(finding) == made


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"ended_because": "For no reason"}, "waiver_ended_by_somebody_who_says_why"),
        ({"reason": " "}, "waiver_has_a_reason"),
        ({"until": date(2020, 1, 1)}, "waiver_ends_after_it_begins"),
        ({"fingerprint": "the hole"}, "waiver_fingerprint_form"),
    ],
)
def test_the_database_refuses_a_waiver_that_says_too_little(
    gap: tuple[Edition, Finding], waived: Waived, change: dict[str, Any], constraint: str
) -> None:
    made = waived(*gap)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        past_the_doors(Waiver).filter(pk=made.pk).update(**change)


def test_who_waived_what_stays_in_the_history(gap: tuple[Edition, Finding], waived: Waived) -> None:
    waived(*gap)
    waived(*gap, reason="Another reason.")
    reasons = Waiver.history.order_by("history_id").values_list("reason", flat=True)
    assert [reason.split()[0] for reason in reasons] == ["The", "Another"]
    assert Waiver.objects.count() == 1


def test_a_waiver_changes_what_the_public_is_told(
    gap: tuple[Edition, Finding], waived: Waived
) -> None:
    before = Generation.objects.get().number
    waived(*gap)
    assert Generation.objects.get().number > before


# Counts.


def test_counts_are_kept_on_an_editions_first_day_and_told_in_order() -> None:
    first = adopted(planted("limit-gap", "agreement-over"), "2026-01-01", "first")
    second = adopted(planted("agreement-over"), "2026-05-01", "second")
    for edition in (first, second):
        keep_count(edition=edition, moment=WHEN)
        keep_count(edition=edition, moment=WHEN)  # Again: replaced, not added.
    with CaptureQueriesContext(connection) as captured:
        one, two = counts_over([first, second])
    assert len(captured) == 1
    assert (one.day, two.day) == (date(2026, 1, 1), date(2026, 5, 1))
    assert (one.by_rule["limit-gap"], two.by_rule["limit-gap"]) == (1, 0)
    # It runs out on 31 March: on the first edition's first day it still held.
    assert (one.by_rule["agreement-over"], two.by_rule["agreement-over"]) == (0, 1)
    assert one.by_severity[Severity.ERROR] == 1
    assert FindingCount.objects.filter(edition=first).count() == len(RULES)


def test_a_draft_that_breaks_a_rule_more_often_than_before_is_told(waived: Waived) -> None:
    before = adopted(planted("risk-no-owner"), slug="before")
    keep_count(edition=before, moment=WHEN)
    (kept,) = counts_over([before])
    draft = saved(planted("risk-no-owner", "limit-gap"), slug="draft")
    findings = check(edition=draft, moment=WHEN)
    assert [(each.rule, each.before, each.now) for each in risen(findings, kept)] == [
        ("limit-gap", 0, 1)
    ]
    waived(draft, findings.blocking[0])
    assert risen(check(edition=draft, moment=WHEN), kept) == []


def test_published_editions_that_were_not_counted_yet_are_counted_once() -> None:
    edition = adopted(planted("limit-gap"))
    saved(planted("risk-no-owner"), slug="draft")
    assert edition in keep_missing(moment=WHEN)
    assert keep_missing(moment=WHEN) == []
    assert not FindingCount.objects.filter(edition__slug="draft")


# What an earlier edition meant to do.


def intended(**more: Any) -> Parts:
    return {"delegation": [{"key": "to-place", "type": "intended", **more}]}


@pytest.mark.parametrize(
    ("meant_for", "said_on", "told"),
    [
        ("2025-07-01", "2025-01-01", True),
        ("2027-07-01", "2025-01-01", False),
        (None, "2025-01-01", False),
        (None, "2024-01-01", True),
    ],
)
def test_what_was_meant_for_a_day_that_has_passed_and_is_still_intended_is_told(
    meant_for: str | None, said_on: str, *, told: bool
) -> None:
    adopted(intended(effective_from=meant_for), said_on, "earlier")
    now = saved(intended(), slug="now")
    assert ("plan-carried-on" in check(edition=now, moment=WHEN).by_rule) == told


def test_what_is_no_longer_only_intended_is_not_told() -> None:
    adopted(intended(effective_from="2025-07-01"), "2025-01-01", "earlier")
    now = saved({"delegation": [{"key": "to-place", "type": "delegated"}]}, slug="now")
    assert "plan-carried-on" not in check(edition=now, moment=WHEN).by_rule


def test_what_only_another_draft_says_is_not_told() -> None:
    saved(intended(effective_from="2020-07-01"), slug="draft")
    now = saved(intended(), slug="now")
    assert "plan-carried-on" not in check(edition=now, moment=WHEN).by_rule


# The day.


@pytest.mark.parametrize(
    ("asked", "judged"),
    [("2025-06-01", "2026-01-01"), ("2026-02-01", "2026-02-01"), ("2026-09-01", "2026-04-30")],
)
def test_an_adopted_edition_is_judged_while_it_is_in_force(asked: str, judged: str) -> None:
    first = adopted({"principle": [{"key": "aim"}]}, "2026-01-01", "first")
    adopted({"principle": [{"key": "aim"}]}, "2026-05-01", "second")
    moment = Moment(on=date.fromisoformat(asked), known=date(2026, 9, 1))
    assert moment_for(first, moment).on == date.fromisoformat(judged)


def test_a_body_that_has_ended_is_judged_on_its_last_day(bob: Edition) -> None:
    assert moment_for(bob, WHEN).on == date(2026, 3, 31)


def test_a_draft_is_judged_today_and_a_document_when_it_was_published() -> None:
    paper = saved({"principle": [{"key": "aim"}]})
    assert moment_for(paper, WHEN).on == ON
    paper.published_on = date(2022, 3, 1)
    paper.save()
    assert moment_for(publish_without_adoption(edition=paper), WHEN).on == date(2022, 3, 1)


# As data.


def test_data_has_all_that_a_page_or_a_script_needs(
    gap: tuple[Edition, Finding], waived: Waived
) -> None:
    edition, finding = gap
    waived(edition, finding)
    data = as_data(check(edition=edition, moment=WHEN))
    assert data["counts"]["error"] == 1
    (told,) = [each for each in data["findings"] if each["rule"] == "limit-gap"]
    assert told["why"] == BY_ID["limit-gap"].why
    assert told["rows"][0]["key"] == "limit-gap-matter"
    assert told["waived"]["by"] == "secretary"


def test_findings_about_one_element_are_found_by_its_key() -> None:
    edition = saved(planted("terms-overdue"))
    findings = check(edition=edition, moment=WHEN)
    assert Committee.objects.filter(edition=edition, key="terms-overdue-panel").exists()
    assert Instrument.objects.filter(edition=edition, key="terms-overdue-terms").exists()
    for key in ("terms-overdue-panel", "terms-overdue-terms"):
        assert "terms-overdue" in {each.rule.id for each in findings.about(key)}
