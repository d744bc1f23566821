"""Questions nobody thought of, made up from the description: each is answered as described."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from opmodel.config.wsgi import application
from opmodel.editions.models import Edition
from opmodel.publishing.api.description import description

schema = schemathesis.openapi.from_dict(description())
schema.app = application
# What breaks the description may also be too long to be read at all.
schema.config.checks.negative_data_rejection.expected_statuses += ["414"]


@pytest.fixture
def within_the_test(bob: Edition) -> Iterator[None]:
    """Lets the application answer inside the test's transaction, as Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


# Who may decide takes an organisation or an edition, and words or a decision; findings take an
# organisation or an edition: one of two. A scenario takes an edition to stand beside another only
# with that other. A description of parameters cannot say either.
# What is written is held to the rules of the model as well.
WRITING = ("POST", "PATCH", "DELETE")
DEPENDENT = ("/api/v1/decide/", "/api/v1/findings/", "/api/v1/scenarios/{key}/")


@pytest.mark.usefixtures("within_the_test")
@schema.parametrize()
@settings(max_examples=3, deadline=None)
def test_every_answer_is_as_described(case: Case) -> None:
    dependent = case.operation.path in DEPENDENT or case.method in WRITING
    case.call_and_validate(excluded_checks=[positive_data_acceptance] if dependent else [])
