"""Documents to read: each is made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from django.test import Client

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from tests.conftest import FIXTURES
from tests.pages import editions

Get = Callable[[str], bytes]


@pytest.fixture
def everything(bob: Edition, tmp_path: Path) -> None:
    """The editions of 2022 and BOB ICB's of 2024; one of many posts, one of hostile names, and one
    that is wider than paper."""
    for slug in ("nenc-icb-2022-draft", "bob-ics-sdp-2022-03"):
        import_edition(folder=FIXTURES / slug)
    made = {"large": editions.large(), "hostile": editions.hostile(), "wide": editions.wide()}
    for name, files in made.items():
        import_edition(folder=editions.written(files, tmp_path / name))


@pytest.fixture(scope="session")
def _made() -> dict[str, bytes]:
    return {}


@pytest.fixture
def get(request: pytest.FixtureRequest, client: Client, db: None, _made: dict[str, bytes]) -> Get:
    """`get("/bob-icb/…/chart.pdf")`: the file there; the same one in every test."""

    @cache
    def got(address: str) -> bytes:
        if address not in _made:
            request.getfixturevalue("everything")
            response = client.get(address)
            assert response.status_code == 200, response.content.decode()
            _made[address] = response.content
        return _made[address]

    return got
