"""How these tests ask: like somebody with a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition
from tests.conftest import FIXTURES
from tests.pages import editions
from tests.pages.served import Shown

Open = Callable[..., Shown]
PLAN = "bob-ics-sdp-2022-03"


def opened(client: Client, address: str, status: int = 200) -> Shown:
    """The page at an address, with the status that it must have."""
    response = client.get(address)
    assert response.status_code == status, response.content.decode()
    return Shown(response)


@pytest.fixture
def visit(bob: Edition, client: Client) -> Open:
    """`visit("/bob-icb/", status=200)`: what anybody gets to see."""

    def visited(address: str, *, status: int = 200) -> Shown:
        return opened(client, address, status)

    return visited


@pytest.fixture
def hostile(reference: None, tmp_path: Path) -> Edition:
    """An adopted edition of which every name tries something."""
    return import_edition(folder=editions.written(editions.hostile(), tmp_path / "hostile"))


@pytest.fixture
def never_adopted(bob: Edition, tmp_path: Path) -> Edition:
    """A consultation of BOB ICB, published and never adopted."""
    return import_edition(folder=editions.written(editions.never_adopted(), tmp_path / "never"))


@pytest.fixture
def plan(bob: Edition) -> Edition:
    """The system delivery plan of 2022, with what became of it in 2024."""
    if not Edition.objects.filter(slug=PLAN).exists():
        import_edition(folder=FIXTURES / PLAN)
    load_reference(folder=FIXTURES / "reference")
    return Edition.objects.get(slug=PLAN)
