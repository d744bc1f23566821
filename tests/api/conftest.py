"""How these tests ask: like a program, of the whole application."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from opmodel.editions.models import Edition

Ask = Callable[..., dict[str, Any]]
EDITION = "edition=bob-icb-2024-09"


def read(client: Client, address: str, *, status: int = 200) -> dict[str, Any]:
    """What is answered below /api/v1/, with the status that it must have."""
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status, response.content.decode()
    refused = status >= 400
    assert response["Content-Type"] == f"application/{'problem+' if refused else ''}json"
    answer: dict[str, Any] = response.json()
    return answer


@pytest.fixture
def ask(bob: Edition, client: Client) -> Ask:
    """`ask("posts/", status=200)`: what anybody is answered, once BOB ICB's edition is there."""

    def asked(address: str, *, status: int = 200) -> dict[str, Any]:
        return read(client, address, status=status)

    return asked
