"""What the matrix of responsibilities says about its cells."""

import pytest

from opmodel.publishing.matrices.matrix import Cell, Header, Matrix, Row

STAGES = (Header("Planning"), Header("Procuring"), Header("Evaluation"))


def matrix(*cells: Cell) -> Matrix:
    return Matrix(
        caption="Commissioning cycle",
        corner="Directorate",
        columns=STAGES,
        rows=(Row(Header("Nursing"), cells),),
        plural="stages",
    )


def test_an_entry_over_every_stage_says_so() -> None:
    one = matrix(Cell(texts=("Oversight",), span=3))
    assert one.placed(one.rows[0])[0].words == "all three stages"


def test_an_entry_over_some_stages_names_the_first_and_the_last() -> None:
    one = matrix(Cell(state="nil"), Cell(texts=("Oversight",), span=2))
    assert [placed.words for placed in one.placed(one.rows[0])] == [
        "Planning",
        "two stages: Procuring to Evaluation",
    ]


def test_a_row_that_does_not_fill_the_matrix_is_refused() -> None:
    with pytest.raises(ValueError, match="“Nursing” span 2 columns; the matrix has 3"):
        matrix(Cell(), Cell())
