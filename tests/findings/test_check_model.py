"""`manage.py check_model`: for people in words, for scripts as JSON and by its exit code."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from opmodel.access.models import User
from opmodel.editions.models import Edition
from opmodel.findings.actions.waiving import waive
from opmodel.findings.checking import check
from opmodel.findings.models import FindingCount
from opmodel.findings.registry import RULES

from .planted import CASES
from .planting import WHEN, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def ran(*arguments: str) -> tuple[int, str]:
    """Its exit code and what it says."""
    said = StringIO()
    try:
        call_command("check_model", *arguments, stdout=said)
    except SystemExit as ended:
        return int(str(ended.code)), said.getvalue()
    except CommandError as refused:
        return refused.returncode, str(refused)
    return 0, said.getvalue()


@pytest.fixture
def edition() -> Edition:
    return saved(CASES["limit-gap"].parts(wrong=True))


def test_it_tells_in_plain_words_what_is_wrong_why_it_matters_and_what_mends_it(
    edition: Edition,
) -> None:
    code, said = ran("planted", "--on", "2026-06-01")
    assert code == 1
    assert "ERROR: Amounts that nobody may decide" in said
    assert "Nobody may decide “limit gap matter” above £250,000 and up to £300,000." in said
    assert "Why it matters: Between two limits" in said
    assert "What would mend it: Raise the lower limit" in said
    assert "on 1 June 2026" in said
    assert f"{len(RULES)} rules were tried" in said


def test_it_ends_with_0_where_nothing_is_wrong() -> None:
    saved(CASES["limit-gap"].parts(wrong=False))
    code, said = ran("planted")
    assert code == 0
    assert "Nothing found" in said


def test_notes_are_told_only_when_asked_for() -> None:
    saved({"principle": [{"key": "aim"}]})
    code, said = ran("planted")
    assert (code, "less severe not shown" in said) == (0, True)
    code, said = ran("planted", "--severity", "note")
    assert (code, "NOTE: No decisions are listed" in said) == (1, True)


@pytest.mark.parametrize(
    "arguments", [("nowhere",), ("planted", "--on", "yesterday"), ("planted", "--keep")]
)
def test_it_ends_with_2_where_it_cannot_be_checked(
    edition: Edition, arguments: tuple[str, ...]
) -> None:
    code, said = ran(*arguments)
    assert code == 2
    assert said.endswith(".")


def test_as_json_it_says_the_same(edition: Edition) -> None:
    code, said = ran("planted", "--json", "--on", "2026-06-01")
    data = json.loads(said)
    assert code == 1
    assert data["edition"] == "planted"
    assert data["on"] == "2026-06-01"
    assert data["counts"]["error"] == 1
    assert [each["rule"] for each in data["findings"]] == ["limit-gap"]
    assert {"why", "mend", "rests_on", "rows", "fingerprint"} <= data["findings"][0].keys()


def test_what_is_waived_is_told_and_does_not_count(edition: Edition) -> None:
    (finding,) = check(edition=edition, moment=WHEN).blocking
    waive(
        finding=finding,
        edition=edition,
        reason="Until the review.",
        author=User.objects.create_superuser(username="secretary"),
        made_on=timezone.localdate(),
        until=timezone.localdate() + timedelta(days=30),
    )
    code, said = ran("planted")
    assert code == 0
    assert "Waived until" in said
    assert "by secretary: Until the review." in said


def test_counts_of_a_published_edition_are_kept_on_request(bob: Edition) -> None:
    ran("bob-icb-2024-09", "--keep")
    assert FindingCount.objects.filter(edition=bob).count() == len(RULES)
