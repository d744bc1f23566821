"""Narrowing lists: every filter of every kind, by what the edition itself holds."""

from __future__ import annotations

from typing import Any

import pytest
from django_filters import ChoiceFilter

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind
from opmodel.publishing.filters import NOT_RECORDED, KeyFilter, filters_for, form_fields

from .conftest import EDITION, Ask

BY_REFERENCE = [
    pytest.param(kind, name, id=f"{kind.plural}-{name}")
    for kind in kinds().values()
    for name, each in filters_for(kind).base_filters.items()
    if isinstance(each, KeyFilter) and name != "key"
]
BY_WORD = [
    pytest.param(kind, name, id=f"{kind.plural}-{name}")
    for kind in kinds().values()
    for name, each in filters_for(kind).base_filters.items()
    if isinstance(each, ChoiceFilter)
]


def keys_in(value: Any) -> list[str]:
    """The keys that a relation, or a list of them, leads to."""
    relations = value if isinstance(value, list) else [value]
    return [relation["key"] if relation else NOT_RECORDED for relation in relations]


@pytest.mark.parametrize(("kind", "name"), BY_REFERENCE)
def test_a_list_is_narrowed_by_what_it_refers_to(kind: type[Kind], name: str, ask: Ask) -> None:
    rows = ask(f"{kind.plural}/?{EDITION}&page_size=500")["results"]
    for key in {key for row in rows for key in keys_in(row[name])}:
        found = ask(f"{kind.plural}/?{EDITION}&page_size=500&{name}={key}")["results"]
        assert found == [row for row in rows if key in keys_in(row[name])]


@pytest.mark.parametrize(("kind", "name"), BY_WORD)
def test_a_list_is_narrowed_by_the_words_of_a_field(kind: type[Kind], name: str, ask: Ask) -> None:
    rows = ask(f"{kind.plural}/?{EDITION}&page_size=500")["results"]
    said = {True: "true", False: "false", None: NOT_RECORDED}
    for word in filters_for(kind).base_filters[name].words:
        found = ask(f"{kind.plural}/?{EDITION}&page_size=500&{name}={word}")["results"]
        assert found == [row for row in rows if said.get(row[name], row[name]) == word]


@pytest.mark.parametrize(
    "question", ["safeguarding", "Safeguard", "SAFEGUARDING", "safeguarding%20%21"]
)
def test_words_find_whole_and_begun_words_in_any_case(question: str, ask: Ask) -> None:
    names = [row["name"] for row in ask(f"functions/?{EDITION}&q={question}")["results"]]
    assert names
    assert all("safeguarding" in name.lower() for name in names)


def test_every_word_must_occur(ask: Ask) -> None:
    assert ask(f"functions/?{EDITION}&q=safeguarding%20zzyzx")["count"] == 0


def test_words_without_a_letter_find_nothing(ask: Ask) -> None:
    assert ask(f"functions/?{EDITION}&q=%21%21")["count"] == 0


def test_editions_by_organisation_and_status(ask: Ask) -> None:
    slugs = [row["slug"] for row in ask("editions/?organisation=bob-icb")["results"]]
    assert slugs == ["bob-icb-2024-09"]
    assert ask("editions/?organisation=frimley-icb")["count"] == 0
    assert ask("editions/?status=in%20force&on=2025-01-01")["count"] == 1
    assert ask("editions/?status=superseded&on=2025-01-01")["count"] == 0


def test_organisations_by_code_words_and_kind(ask: Ask) -> None:
    assert [row["slug"] for row in ask("organisations/?code=qu9")["results"]] == ["bob-icb"]
    assert [row["slug"] for row in ask("organisations/?q=thames%20valley%20ICB")["results"]] == [
        "nhs-thames-valley-icb"
    ]
    icbs = ask("organisations/?kind=icb")["results"]
    assert {row["kind"] for row in icbs} == {"icb"}
    samples = ask("organisations/?sample=true&page_size=100")["results"]
    assert "marlshire-icb" in {row["slug"] for row in samples}
    assert all(row["sample"] for row in samples)


def test_sources_by_words(ask: Ask) -> None:
    found = ask(f"sources/?{EDITION}&q=system%20delivery")["results"]
    assert [source["key"] for source in found] == ["bob-ics-sdp-2022-03"]


def test_forms_offer_what_the_edition_refers_to(bob: Edition) -> None:
    kind = kinds()["post"]
    fields = {
        field.name: field for field in form_fields(filters_for(kind)({}), kind=kind, edition=bob)
    }
    assert fields["q"].options == []
    assert ("true", "Yes") in fields["executive"].options
    assert (NOT_RECORDED, "Not recorded") in fields["executive"].options
    offered = dict(fields["directorate"].options)
    assert set(offered) - {NOT_RECORDED} <= {
        each.key for each in kinds()["directorate"].objects.in_edition(bob)
    }
    assert fields["directorate"].label == "Directorate"
