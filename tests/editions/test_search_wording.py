"""How a question is read: what it asks for, in all the wordings that documents use."""

from __future__ import annotations

from uuid import UUID

import pytest
import yaml

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Synonym
from opmodel.editions.selectors.wording import (
    Concept,
    Understood,
    codes_in,
    editions_by_word,
    phrases_of,
    plain,
    understand,
)
from tests.conftest import FIXTURES

ROWS = yaml.safe_load((FIXTURES / "reference/synonyms.yaml").read_text())["synonyms"]
PHRASES = phrases_of(Synonym(**row) for row in ROWS)
EPRR = ("emergency", "preparedness", "resilience", "response")


def read(question: str) -> Understood:
    return understand(question, PHRASES)


def wordings(question: str) -> list[tuple[str, ...]]:
    return [words for concept in read(question).concepts for words in concept.wordings]


def required(question: str) -> list[str]:
    return [concept.said for concept in read(question).concepts if concept.required]


def test_an_abbreviation_stands_for_its_words_and_they_for_it() -> None:
    assert EPRR in wordings("EPRR")
    assert ("eprr",) in wordings("emergency preparedness, resilience and response")
    (concept,) = read("Emergency Preparedness, Resilience & Response").concepts
    assert concept.said == "emergency preparedness resilience response"


def test_an_abbreviation_is_not_the_beginning_of_other_words() -> None:
    assert ("send",) in wordings("SEND")
    assert ("send*",) not in wordings("SEND")
    assert ("safeg*",) in wordings("safeg")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("who leads finance", "post"),
        ("head of finance", "post"),
        ("members of the board", "seat"),
        ("who decides on contracts", "delegation"),
    ],
)
def test_a_phrase_that_asks_says_of_which_kind_the_answer_is(question: str, kind: str) -> None:
    understood = read(question)
    assert kind in understood.wanted
    assert not [each for each in understood.concepts if each.required and "lead" in each.said]


def test_a_question_of_nothing_but_such_words_asks_for_them() -> None:
    assert required("members") == ["members"]


def test_the_name_of_a_kind_may_be_what_a_thing_is() -> None:
    concepts = {each.said: each for each in read("finance directorate").concepts}
    assert concepts["directorate"].kinds == ("directorate",)
    assert concepts["finance"].kinds == ()


def test_words_stand_for_editions_by_organisation_and_year() -> None:
    one, two = UUID(int=1), UUID(int=2)
    words = editions_by_word([(one, "BOB ICB", "September 2024"), (two, "BOB ICS", "March 2022")])
    assert words == {"bob": (one, two), "2024": (one,), "2022": (two,)}
    understood = understand("bob 2022 chair", PHRASES, editions=words)
    assert [each.editions for each in understood.concepts] == [(one, two), (two,), ()]


def test_codes_are_words_that_may_be_codes() -> None:
    assert codes_in("what is rxq, or QU9?") == ["WHAT", "RXQ", "QU9"]
    understood = understand("RXQ", PHRASES, codes=["RXQ"])
    assert understood.concepts[0].code == "RXQ"


def test_what_was_probably_meant_will_do_as_well() -> None:
    corrected = read("finnace").corrected({"finnace": ["finance"]})
    assert corrected.concepts == (Concept("finnace", (("finnace*",), ("finance",))),)


def test_names_are_compared_in_plain_letters() -> None:
    assert plain("Delivery, Performance & Oversight") == "delivery performance and oversight"
    assert plain("Ærøskøbing Café") == "r sk bing cafe"


class TestTheTable:
    def test_has_what_staff_write(self) -> None:
        terms = {row["term"] for row in ROWS if "form" not in row}
        assert terms >= {
            "EPRR", "SEND", "AACCC", "POD", "CHC", "BCF", "PBP", "ICP", "SOF", "CAMHS", "TVCA",
            "APC", "S4PP", "VCSE", "EDI", "ED&I", "HWB", "JSNA", "IFR", "UEC", "LTC", "IPC", "CSU",
            "PCN", "MoU", "ToR", "SORD",
        }  # fmt: skip

    def test_does_not_expand_what_no_document_expands(self) -> None:
        assert {row["term"] for row in ROWS}.isdisjoint({"JMEG", "NECS"})

    def test_says_of_every_row_where_it_comes_from_and_names_kinds_that_there_are(self) -> None:
        for row in ROWS:
            assert row["note"].strip(), row["term"]
            assert set(row.get("kinds", ())) <= set(kinds()), row["term"]
            if row.get("form", "abbreviation") in ("abbreviation", "wording"):
                assert row["words"], row["term"]
