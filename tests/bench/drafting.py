"""What it costs to save one row of a draft of 1,500 elements, and to tell its findings anew."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from time import perf_counter

from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opmodel.access.grants import grant
from opmodel.access.models import User
from opmodel.access.roles import EDITOR
from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind
from opmodel.editions.moments import Moment
from opmodel.findings.checking import check_changed
from opmodel.publishing import addresses
from tests.drafting.working import sent_by_browser
from tests.signing_in import sign_in

from .figures import Figure, at_most, information
from .findings import SIZE

SAVING, FINDINGS = 60, 1000
"""Milliseconds of own time to save a row, and milliseconds to tell its findings anew."""
SAVED = ("delegation", "post", "function")


def figures(*, times: int = 15) -> list[Figure]:
    """Measured in a draft of the edition that has about as many elements; gone afterwards."""
    with transaction.atomic():
        base = _of_the_size()
        draft = open_draft(based_on=base, slug="bench-draft", title="Draft", label="Draft")
        user = User.objects.create_user("bench-editor")
        grant(role=EDITOR, to=user, organisation=draft.organisation)
        client = Client(HTTP_HOST="127.0.0.1")
        sign_in(client, user)
        found = [information("elements of the draft", f"{draft.elements.count():,}")]
        for name in SAVED:
            element = kinds()[name].objects.in_edition(draft).select_related("edition").first()
            if element is not None:
                found += _of_row(client, draft, element, times)
        transaction.set_rollback(True)
    return found


def _of_row(client: Client, draft: Edition, element: Kind, times: int) -> list[Figure]:
    what = str(type(element)._meta.verbose_name)
    numbers = count(1)
    address = addresses.of_row(draft, element.kind, element.key)
    own, queries = float("inf"), 0
    for _ in range(times):
        current = type(element).objects.select_related("edition").get(pk=element.pk)
        sent = sent_by_browser(current, summary=f"Words, number {next(numbers)}")
        with CaptureQueriesContext(connection) as asked:
            began = perf_counter()
            answer = client.post(address, sent)
            took = perf_counter() - began
        if answer.status_code != 302:
            raise AssertionError(f"{address} was not saved: {answer.status_code}")
        of_database = sum(float(each["time"]) for each in asked.captured_queries)
        own, queries = min(own, 1000 * (took - of_database)), len(asked)
    moment = Moment.of(timezone.localdate())
    anew = _best(lambda: check_changed(edition=draft, moment=moment, kinds={element.kind}), times)
    return [
        at_most(f"own time of saving a {what}", own, SAVING, "ms"),
        information(f"statements to save a {what}", f"{queries}"),
        at_most(f"findings after that of a {what}", anew, FINDINGS, "ms"),
    ]


def _of_the_size() -> Edition:
    """The edition that has about as many elements as is asked for."""
    counted = Edition.objects.select_related("organisation").annotate(size=Count("elements"))
    return min(counted, key=lambda edition: abs(edition.size - SIZE))


def _best(done: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        began = perf_counter()
        done()
        took.append(1000 * (perf_counter() - began))
    return min(took)
