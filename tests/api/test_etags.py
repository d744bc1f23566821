"""Asking again for what one has already."""

from __future__ import annotations

import pytest
from django.test import Client

from opmodel.editions.models import Edition

from .conftest import EDITION

READ = [
    "",
    "editions/",
    "editions/bob-icb-2024-09/",
    "organisations/",
    "sources/",
    f"posts/?{EDITION}",
    "elements/",
    "search/?q=EPRR",
    "schema/",
    "schema/?format=yaml",
]


@pytest.mark.parametrize("address", READ)
def test_an_answer_one_has_is_not_sent_again(address: str, people, bob: Edition) -> None:
    for client in (people.anonymous.client, people.reader.client):
        first = client.get(f"/api/v1/{address}")
        assert first.status_code == 200
        assert first["ETag"].startswith('"')
        assert "no-cache" in first["Cache-Control"]
        again = client.get(f"/api/v1/{address}", headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        other = client.get(f"/api/v1/{address}", headers={"if-none-match": '"other"'})
        assert (other.status_code, other.content) == (200, first.content)


def test_another_question_has_another_etag(ask, client: Client) -> None:
    etags = {client.get(f"/api/v1/posts/?{EDITION}&page_size={size}")["ETag"] for size in (1, 2)}
    assert len(etags) == 2


@pytest.mark.parametrize("address", READ)
def test_head_says_what_get_would(address: str, bob: Edition, client: Client) -> None:
    got = client.get(f"/api/v1/{address}")
    head = client.head(f"/api/v1/{address}")
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Vary", "Cache-Control"):
        assert head[name] == got[name]


def test_options_names_the_methods(bob: Edition, client: Client) -> None:
    response = client.options("/api/v1/posts/")
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_answers_vary_by_form_and_by_who_asks(bob: Edition, client: Client) -> None:
    vary = client.get("/api/v1/posts/")["Vary"]
    assert {"Accept", "Cookie"} <= {name.strip() for name in vary.split(",")}
