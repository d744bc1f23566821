"""Search over the API: narrowed, marked, and saying what is not recorded."""

from __future__ import annotations

from typing import Any

import pytest

from opmodel.editions.models import Edition

from .conftest import EDITION, Ask


def first(found: dict[str, Any]) -> dict[str, Any]:
    results: list[dict[str, Any]] = found["results"]
    return results[0]


def marked(text: str, marks: list[dict[str, int]]) -> list[str]:
    return [text[each["start"] : each["end"]] for each in marks]


def test_the_words_that_were_asked_for_are_told_as_places_in_plain_text(ask: Ask) -> None:
    best = first(ask("search/?q=chief%20executive"))
    assert marked(best["name"], best["marks"]) == ["Chief", "Executive"]
    for result in ask("search/?q=safeguards")["results"]:
        snippet = result["snippet"]
        assert "<" not in result["name"] + (snippet["text"] if snippet else "")
        said = marked(result["name"], result["marks"])
        if snippet:
            said += marked(snippet["text"], snippet["marks"])
        assert {word.lower() for word in said} & {"safeguarding", "safeguards", "safeguard"}


def test_an_abbreviation_marks_the_words_that_it_stands_for(ask: Ask) -> None:
    best = first(ask("search/?q=LTC"))
    assert best["name"] == "Long-Term Conditions (LTC) including LTC networks"
    assert marked(best["name"], best["marks"]) == ["Long", "Term", "Conditions", "LTC", "LTC"]


def test_what_is_asked_for_and_not_recorded_is_said(ask: Ask) -> None:
    best = first(ask("search/?q=who%20is%20the%20chief%20executive"))
    assert best["not_recorded"] == "The holder is not recorded."
    assert first(ask("search/?q=safeguarding"))["not_recorded"] is None
    lost = first(ask("search/?q=organisation%20chart"))
    assert (lost["kind"], lost["not_recorded"]) == (
        "source-note",
        "Not recorded in this document.",
    )


def test_a_misspelling_says_what_was_probably_meant(ask: Ask) -> None:
    found = ask("search/?q=safegarding%20lead")
    assert (found["nearly"], found["instead"]) == (True, ["safeguarding"])
    assert first(found)["key"] == "nursing"


@pytest.mark.parametrize("narrowed", ["organisation=bob-icb", EDITION, "kind=function", ""])
def test_a_search_can_be_narrowed(ask: Ask, narrowed: str) -> None:
    assert first(ask(f"search/?q=safeguarding&{narrowed}"))["key"] == "safeguarding"


def test_a_place_narrows_to_what_belongs_to_it_or_names_it(ask: Ask) -> None:
    found = ask("search/?q=partnership&place=oxfordshire")
    assert first(found)["key"] == "oxfordshire-place-based-partnership"
    assert "buckinghamshire-place-based-partnership" not in [row["key"] for row in found["results"]]
    assert ask("search/?q=partnership&place=nowhere")["results"] == []


def test_a_code_finds_the_body_and_what_names_it(ask: Ask) -> None:
    found = [row["key"] for row in ask("search/?q=RXQ")["results"]]
    assert found[0] == "buckinghamshire-healthcare"
    assert "buckinghamshire-healthcare-in-acute-provider-collaborative" in found


@pytest.mark.parametrize("narrowed", ["organisation=nowhere", "edition=nothing"])
def test_what_there_is_not_is_refused(ask: Ask, narrowed: str) -> None:
    ask(f"search/?q=care&{narrowed}", status=404)


def test_a_day_before_anything_was_adopted_finds_nothing(ask: Ask) -> None:
    assert ask("search/?q=safeguarding&on=2024-01-01")["results"] == []


@pytest.mark.parametrize("narrowed", ["edition=bob-icb-draft", "organisation=bob-icb"])
def test_a_draft_is_searched_by_nobody_who_may_not_see_it(
    ask: Ask, draft: Edition, people, narrowed: str
) -> None:
    status = 404 if "draft" in narrowed else 200
    found = ask(f"search/?q=safeguarding&{narrowed}", status=status)
    assert "bob-icb-draft" not in {row["edition"] for row in found.get("results", ())}
    if status == 404:
        answer = people.reader.client.get(f"/api/v1/search/?q=safeguarding&{narrowed}").json()
        assert answer["results"][0]["edition"] == "bob-icb-draft"
