"""Nobody sees, counts or infers a draft that they may not see."""

from __future__ import annotations

import pytest
from django.test import Client

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.publishing import publish_without_adoption
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, EditionState

from .conftest import read

LISTS = [kind.plural for kind in kinds().values()]


@pytest.fixture
def strangers(people) -> list[Client]:
    """Those who may not see BOB ICB's drafts."""
    return [people.anonymous.client, people.outsider.client]


@pytest.mark.parametrize("name", [*LISTS, "elements", "sources"])
def test_a_draft_is_not_there_for_strangers(name: str, draft: Edition, strangers) -> None:
    for client in strangers:
        hidden = read(client, f"{name}/?edition=bob-icb-draft", status=404)
        absent = read(client, f"{name}/?edition=bob-icb-craft", status=404)
        assert str(hidden).replace("draft", "craft") == str(absent)
        rows = read(client, f"{name}/?page_size=500")["results"]
        assert "bob-icb-draft" not in {row["edition"] for row in rows}


def test_lists_count_the_same_with_and_without_a_draft(bob: Edition, strangers) -> None:
    asked = ("editions/", "elements/", "sources/", "posts/", "search/?q=commissioning")
    before = [read(client, address)["count"] for client in strangers for address in asked]
    open_draft(based_on=bob, slug="bob-icb-draft", title="Draft", label="Draft")
    after = [read(client, address)["count"] for client in strangers for address in asked]
    assert before == after


def test_a_drafts_elements_and_sources_have_no_address_for_strangers(
    draft: Edition, strangers
) -> None:
    element = draft.elements.filter(kind="post").first()
    source = draft.sources.first()
    for client in strangers:
        read(client, "editions/bob-icb-draft/", status=404)
        read(client, f"posts/{element.id}/", status=404)
        read(client, f"elements/{element.id}/", status=404)
        read(client, f"sources/{source.id}/", status=404)


def test_a_reader_of_the_organisation_sees_its_draft(people, draft: Edition) -> None:
    for person in (people.reader, people.administrator):
        assert read(person.client, "directorates/?edition=bob-icb-draft")["count"] == 6
        edition = read(person.client, "editions/bob-icb-draft/")
        assert (edition["status"], edition["based_on"]) == ("draft", "bob-icb-2024-09")
        assert edition["digest"] is None
        assert read(person.client, "editions/")["count"] == 2


def test_a_published_edition_does_not_name_the_withdrawn_one_it_is_based_on(
    people, bob: Edition, draft: Edition
) -> None:
    draft.state = EditionState.WITHDRAWN
    draft.save()
    later = Edition.objects.create(
        slug="bob-icb-consultation",
        organisation=bob.organisation,
        title="Consultation",
        label="Consultation",
        based_on=draft,
    )
    publish_without_adoption(edition=later)
    address = "editions/bob-icb-consultation/"
    assert read(people.anonymous.client, address)["based_on"] is None
    assert read(people.reader.client, address)["based_on"] == "bob-icb-draft"


def test_what_somebody_signed_in_is_answered_is_kept_by_nobody_else(people, draft: Edition) -> None:
    response = people.reader.client.get("/api/v1/editions/")
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]
