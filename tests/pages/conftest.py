"""How these tests ask: like somebody with a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from tests.pages import editions
from tests.pages.served import Shown

Open = Callable[..., Shown]


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
