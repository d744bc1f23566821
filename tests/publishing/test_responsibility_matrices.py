"""What the responsibility matrices of the sample handbook say, and those of its committees and
places."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commissioning.letters import LETTER_SETS
from commissioning.models import Responsibility, ResponsibilityMatrix
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.editions.records import Record
from opmodel.editions.selectors.elements import counts_by_kind
from opmodel.editions.snapshot import Snapshot
from opmodel.publishing.asking import Asked
from opmodel.publishing.exports.lists import table_of_matrix
from opmodel.publishing.exports.tables import SAMPLE, as_csv
from opmodel.publishing.matrices.definition import Shown
from opmodel.publishing.matrices.matrix import Entry, Matrix, Row
from opmodel.publishing.matrices.registry import matrices_in, matrix_named
from tests.conftest import FIXTURES
from tests.editions.making import save

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 2)
RASCI, RAPID = "who-does-what", "who-decides-what-matters-most"
SEND = "Special educational needs and disabilities"
CONTINUITY = "Business continuity"


@pytest.fixture
def marlshire(samples: dict[str, Edition]) -> Edition:
    return samples["marlshire-icb-2025-04"]


def shown(edition: Edition, name: str, **given: str) -> Shown:
    return matrix_named(edition, name).read(edition, Asked(Moment.of(DAY), DAY), given)


def matrix(edition: Edition, name: str, **given: str) -> Matrix:
    found = shown(edition, name, **given).matrix
    assert found is not None
    return found


def row(found: Matrix, title: str) -> Row:
    (one,) = [row for row in found.rows if row.header.title == title]
    return one


def entries(found: Matrix, title: str, column: str = "") -> list[Entry]:
    return [
        entry
        for placed in found.placed(row(found, title))
        if not column or column in [each.title for each in placed.columns]
        for entry in placed.cell.said
    ]


def titles(found: Matrix) -> list[str]:
    return [row.header.title for row in found.rows]


def groups(found: Matrix) -> list[str]:
    return list(dict.fromkeys(row.group.title for row in found.rows if row.group))


# ---- Functions and holders, in letters ----


def test_each_function_has_a_row_with_the_letters_of_its_holders(marlshire: Edition) -> None:
    found = matrix(marlshire, RASCI)
    assert len(found.rows) == 58
    finance = "Annual financial plan and budgets"
    (letter,) = entries(found, finance, "Chief Finance Officer")
    assert (letter.part, letter.tone) == ("A", "strong")
    assert letter.label == f"Accountable: {finance}, Chief Finance Officer"
    assert [each.text for each in entries(found, finance, "Accountable")] == [
        "Chief Finance Officer"
    ]
    assert [each.text for each in entries(found, finance, "Others")] == [
        "R\nDirector of System Finance",
        "S\nHead of Financial Planning",
    ]
    assert "Statutory" in row(found, finance).header.note


def test_every_part_of_the_edition_stands_in_its_matrix_once(marlshire: Edition) -> None:
    for name, entry_column in ((RASCI, "Accountable"), (RAPID, "Decides")):
        found = matrix(marlshire, name)
        said = [entry for title in titles(found) for entry in entries(found, title) if entry.key]
        stated = Responsibility.objects.filter(edition=marlshire, matrix__key=name)
        assert sorted(entry.key for entry in said) == sorted(stated.values_list("key", flat=True))
        assert found.columns[0].title == entry_column


def test_where_nobody_or_two_are_accountable_it_says_so_in_words(marlshire: Edition) -> None:
    whole = shown(marlshire, RASCI)
    found = matrix(marlshire, RASCI)
    (nobody,) = entries(found, CONTINUITY, "Accountable")
    assert (nobody.part, nobody.texts, nobody.tone) == ("Nobody accountable", (), "fault")
    (two,) = entries(found, SEND, "Accountable")
    assert (two.part, two.tone) == ("Two accountable", "fault")
    assert two.texts == (
        f"Executive Lead for {SEND.title().replace('And', 'and')} and Chief Commissioning Officer",
    )
    assert whole.notes[-1] == (
        "58 functions. Not exactly one answers for 2 of them: Business continuity (nobody "
        "accountable); Special educational needs and disabilities (two accountable)."
    )


def test_only_what_is_wrong(marlshire: Edition) -> None:
    assert sorted(titles(matrix(marlshire, RASCI, fault="any"))) == [CONTINUITY, SEND]
    assert titles(matrix(marlshire, RASCI, fault="several")) == [SEND]
    assert titles(matrix(marlshire, RASCI, fault="nobody")) == [CONTINUITY]
    assert shown(marlshire, RASCI, fault="undone").matrix is None
    # Where nothing is wrong there is nothing to ask for.
    assert "fault" not in {field.name for field in shown(marlshire, RAPID).fields}


def test_it_is_narrowed_by_holder_letter_kind_directorate_and_words(marlshire: Edition) -> None:
    safe = matrix(marlshire, RASCI, holder="head-of-safeguarding", part="responsible")
    assert titles(safe) == [
        "Safeguarding children",
        "Safeguarding adults",
        "Health of children in care",
    ]
    assert "Head of Safeguarding" in [column.title for column in safe.columns]
    committees = matrix(marlshire, RASCI, whose="committees")
    assert {column.title for column in committees.columns} & {"Chief Executive"} == set()
    assert "Audit Committee" in [column.title for column in committees.columns]
    assert groups(matrix(marlshire, RASCI, directorate="finance")) == ["Finance"]
    assert titles(matrix(marlshire, RASCI, text="fraud")) == [
        "Counter-fraud, bribery and corruption"
    ]
    # Who answers is said even where the column of the one who does is left out.
    (who,) = entries(matrix(marlshire, RASCI, whose="committees", text="fraud"),
                     "Counter-fraud, bribery and corruption", "Accountable")  # fmt: skip
    assert who.text == "Chief Finance Officer"


def test_it_is_sorted_and_grouped(marlshire: Edition) -> None:
    by_name = titles(matrix(marlshire, RASCI, sort="name", group="none"))
    assert by_name == sorted(by_name, key=str.casefold)
    assert groups(matrix(marlshire, RASCI)) == [
        "Corporate Affairs and Governance", "Finance", "Commissioning and Contracting", "Medical",
        "Nursing and Quality", "People and Culture", "Digital and Information",
        "Place and Primary Care",
    ]  # fmt: skip
    assert groups(matrix(marlshire, RASCI, group="answers"))[:3] == [
        "Nobody accountable",
        "Two accountable",
        "Chief Executive",
    ]
    assert groups(matrix(marlshire, RASCI, group="statutory")) == [
        "Duties in law",
        "Other functions",
    ]
    first, *_ = titles(matrix(marlshire, RASCI, sort="answers", group="none"))
    assert first == CONTINUITY


def test_letters_of_one_set_mean_what_another_does_not(marlshire: Edition) -> None:
    found = matrix(marlshire, RAPID)
    (agrees,) = entries(found, "Operational planning", "Finance and Investment Committee")
    assert (agrees.part, agrees.label.split(":")[0]) == ("A", "Agrees")
    assert ("A Agrees", "must agree to what is proposed", "open") in found.legend
    assert "Approves the yearly operational plan" in row(found, "Operational planning").header.note


def test_a_letter_of_another_set_is_shown_and_said_to_be_wrong(reference: None) -> None:
    edition = small(parts=("accountable", "responsible", "decides"))
    found = matrix(edition, "matrix")
    (wrong,) = entries(found, "A function", "Holder 2")
    assert (wrong.part, wrong.tags, wrong.tone) == ("?", ("Decides",), "fault")
    assert "?" in [entry[0] for entry in found.legend]


def test_nothing_of_a_matrix_is_in_a_cycle(marlshire: Edition) -> None:
    cycle = matrix(marlshire, "commissioning-cycle")
    assert titles(cycle)[:2] == ["Medical", "Digital and Information"]
    assert titles(matrix(marlshire, "commissioning-cycle", sort="name"))[0] == (
        "Commissioning and Contracting"
    )
    assert len(cycle.rows) == 8


def test_each_is_among_the_matrices_of_its_edition(marlshire: Edition) -> None:
    names = [each.name for each in matrices_in(marlshire, counts_by_kind(edition=marlshire))]
    assert names[:3] == [RASCI, RAPID, "commissioning-cycle"]
    assert {"committee-decisions", "place-functions"} <= set(names)


def test_a_table_file_has_a_row_for_each_function(marlshire: Edition) -> None:
    table = table_of_matrix(matrix(marlshire, RASCI), marlshire, "superseded")
    header, *rows, last = csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline=""))
    assert header[:3] == ["Directorate", "Function", "Accountable"]
    assert len(rows) == 58
    assert last == [SAMPLE]
    (continuity,) = [each for each in rows if each[1].startswith(CONTINUITY)]
    assert continuity[2] == "Nobody accountable"


def test_what_each_set_of_letters_is(db: None) -> None:
    said = {each.name: "".join(one.letter for one in each.parts) for each in LETTER_SETS.values()}
    assert said == {"RACI": "RACI", "RASCI": "RASCI", "RAPID": "RAPID"}
    assert set(LETTER_SETS) == set(ResponsibilityMatrix.Letters.values)
    for each in LETTER_SETS.values():
        assert each.of(each.answers)
        assert each.of(each.does)
        assert each.of("") is None


# ---- The Board, its committees, and places ----


def test_committees_have_a_column_and_officers_have_none(marlshire: Edition) -> None:
    found = matrix(marlshire, "committee-decisions")
    called = [column.title for column in found.columns]
    assert called[0] == "Board of NHS Marlshire and Tarnwold ICB"
    assert len(called) == 17
    assert "Others" not in called
    assert all("Officer" not in each and "Director" not in each for each in called)
    (part,) = entries(found, "3.1.1 Approve the joint forward plan",
                      "Strategic Commissioning Committee")  # fmt: skip
    assert part.part == "Recommends"


def test_decisions_are_narrowed_to_a_committee_and_its_part(marlshire: Edition) -> None:
    audit = matrix(marlshire, "committee-decisions", holder="audit-committee", part="approves")
    for title in titles(audit):
        assert entries(audit, title, "Audit Committee")
    assert len(audit.rows) < 30
    assert shown(marlshire, "committee-decisions", text="xyzzy").matrix is None


def test_what_holds_in_every_place_is_one_cell(marlshire: Edition) -> None:
    found = matrix(marlshire, "place-functions")
    assert [column.title for column in found.columns] == [
        "North Marlshire",
        "South Marlshire",
        "Tarnwold",
    ]
    (cell,) = row(found, "NHS continuing healthcare").cells
    assert cell.span == 3
    assert cell.text == "Delivery\njointly with the councils"


def test_powers_of_single_places_stand_below_their_function(marlshire: Edition) -> None:
    found = matrix(marlshire, "place-functions")
    vary = row(found, "6.4.2 Vary a contract for health services")
    assert vary.header.within == "Contracting of health services"
    north = {each.part: each for each in entries(found, vary.header.title, "North Marlshire")}
    assert north["Approves"].texts[0] == "Place Director, North Marlshire"
    assert "£250,000" in north["Approves"].texts[1]
    in_tarnwold = matrix(marlshire, "place-functions", place="tarnwold", part="part-Intended")
    assert [column.title for column in in_tarnwold.columns] == ["Tarnwold"]
    assert len(in_tarnwold.rows) == 2


def test_a_document_without_a_scheme_says_what_it_states_of_places(bob: Edition) -> None:
    import_edition(folder=FIXTURES / "bob-ics-sdp-2022-03")
    edition = Edition.objects.select_related("organisation").get(slug="bob-ics-sdp-2022-03")
    found = matrix(edition, "place-functions")
    assert [column.title for column in found.columns] == [
        "Buckinghamshire",
        "Oxfordshire",
        "Berkshire West",
    ]
    assert len(found.rows) == 10
    (cell,) = row(found, "Place Based Partnerships: how pooled budgets are used").cells
    assert "Intended, not yet delegated, for: Place Based Partnerships" in cell.text
    # The heading of its row leads to it already.
    assert not cell.said[0].url


# ---- How it is read ----


@pytest.mark.parametrize("name", [RASCI, "committee-decisions", "place-functions"])
def test_narrowing_asks_as_many_queries_as_the_whole(name: str, marlshire: Edition) -> None:
    shown(marlshire, name)  # The scheme is read once and remembered.
    asked = [queries(marlshire, name, **given) for given in ({}, {"text": "pooled"})]
    assert asked[0] == asked[1] <= 14


def test_as_many_queries_for_many_functions_as_for_few(reference: None) -> None:
    few, many = small("few", functions=2), small("many", functions=60)
    assert queries(few, "matrix") == queries(many, "matrix")


def queries(edition: Edition, name: str, **given: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        shown(edition, name, **given)
    return len(captured)


def small(
    slug: str = "small",
    *,
    functions: int = 1,
    parts: tuple[str, ...] = ("accountable", "responsible"),
) -> Edition:
    """A draft with a RACI matrix of so many functions, in which these parts are played."""
    numbers = ["", *(f" {number}" for number in range(2, functions + 1))]
    records = [
        Record("directorate", "unit", {"name": "Unit"}),
        *(
            Record("function", f"function{number}".replace(" ", "-"), {
                "name": f"A function{number}", "directorate": "unit"})
            for number in numbers
        ),
        *(
            Record("post", f"holder-{at}", {"name": f"Holder {at}", "directorate": "unit"})
            for at, _ in enumerate(parts)
        ),
        Record("responsibility-matrix", "matrix", {"name": "Matrix", "letters": "raci"}),
        *(
            Record("responsibility", f"entry{number}-{at}".replace(" ", "-"), {
                "name": f"Entry{number} {at}", "matrix": "matrix", "holder": f"holder-{at}",
                "function": f"function{number}".replace(" ", "-"), "part": part})
            for number in numbers
            for at, part in enumerate(parts)
        ),
    ]  # fmt: skip
    stated = {"slug": slug, "organisation": "nenc-icb", "title": slug, "label": slug}
    return save(Snapshot(stated, [], records))
