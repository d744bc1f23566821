"""Editions of one name come and go between these tests: nothing of them is remembered."""

from __future__ import annotations

import pytest

from governance.deciding import loading
from opmodel.findings import checking, limits


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    loading.forget()
    checking.forget()
    limits.forget()
