"""Organisations, editions, sources, search and the start."""

from __future__ import annotations

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition

from .conftest import EDITION, Ask


def test_the_start_names_every_list(ask: Ask) -> None:
    start = ask("")
    assert set(start["kinds"]) == {kind.plural for kind in kinds().values()}
    for address in (*start["kinds"].values(), start["editions"], start["organisations"]):
        assert ask(address.removeprefix("http://testserver/api/v1/"))["results"] is not None


def test_editions_list_the_september_edition_with_its_adoption(ask: Ask, bob: Edition) -> None:
    edition = next(row for row in ask("editions/")["results"] if row["slug"] == bob.slug)
    assert edition["digest"] == bob.digest
    assert (edition["effective_from"], edition["effective_precision"]) == ("2024-09-01", "month")
    assert edition["adopted_by"] is None
    assert edition["minute"] is None
    assert edition["based_on"] is None
    assert edition["organisation"]["slug"] == "bob-icb"
    assert edition["url"] == "http://testserver/bob-icb/bob-icb-2024-09/"
    assert ask("editions/bob-icb-2024-09/") == edition


def test_an_editions_status_is_that_of_the_day(ask: Ask) -> None:
    assert ask("editions/bob-icb-2024-09/?on=2025-01-01")["status"] == "in force"
    assert ask("editions/bob-icb-2024-09/?on=2025-01-01")["standing"] == "In force"
    assert ask("editions/bob-icb-2024-09/?on=2024-08-31")["status"] == "not yet effective"
    assert ask("editions/bob-icb-2024-09/?on=2026-04-01")["status"] == "superseded"
    known = ask("editions/bob-icb-2024-09/?on=2025-01-01&known_at=2024-08-31")
    assert known["status"] == "not yet effective"


def test_an_organisation_says_what_became_of_it(ask: Ask) -> None:
    bob = ask("organisations/bob-icb/")
    assert bob["legal_until"] == "2026-03-31"
    assert {(code["scheme"], code["value"]) for code in bob["identifiers"]} >= {("ods", "QU9")}
    assert [step["organisation"]["slug"] for step in bob["became"]] == ["nhs-thames-valley-icb"]
    assert bob["became"][0]["source"]["title"]
    assert bob["in_force"] is None
    assert ask("organisations/bob-icb/?on=2025-01-01")["in_force"] == "bob-icb-2024-09"
    thames = ask("organisations/nhs-thames-valley-icb/")
    assert "bob-icb" in [step["organisation"]["slug"] for step in thames["came_from"]]


def test_sources_of_an_edition_and_those_outside_editions(ask: Ask) -> None:
    own = ask(f"sources/?{EDITION}")["results"]
    assert {source["edition"] for source in own} == {"bob-icb-2024-09"}
    everywhere = ask("sources/?page_size=500")["results"]
    outside = [source for source in everywhere if source["edition"] is None]
    assert outside
    for source in (own[0], outside[0]):
        assert ask(f"sources/{source['id']}/") == source


def test_searching_for_eprr_leads_to_delivery_performance_and_oversight(ask: Ask) -> None:
    found = ask("search/?q=EPRR")
    assert found["nearly"] is False
    best = found["results"][0]
    assert best["within"]["name"] == "Delivery, Performance & Oversight"
    assert best["within"]["kind"] == "directorate"
    assert best["status"] == "superseded"


def test_search_forgives_small_misspellings(ask: Ask) -> None:
    found = ask(f"search/?q=safegaurding&{EDITION}")
    assert found["nearly"] is True
    assert "afeguarding" in found["results"][0]["name"]


def test_search_finds_an_organisation_by_its_code(ask: Ask) -> None:
    assert [row["slug"] for row in ask("search/?q=QU9")["organisations"]] == ["bob-icb"]


def test_search_keeps_to_a_kind_and_turns_pages(ask: Ask) -> None:
    found = ask(f"search/?q=commissioning&kind=function&page_size=1&{EDITION}")
    assert {row["kind"] for row in found["results"]} == {"function"}
    assert found["count"] > 1
    further = ask(found["next"].removeprefix("http://testserver/api/v1/"))
    assert {row["id"] for row in further["results"]}.isdisjoint(
        row["id"] for row in found["results"]
    )


def test_search_that_finds_nothing_says_so(ask: Ask) -> None:
    found = ask("search/?q=%21%21")
    assert (found["count"], found["results"]) == (0, [])
