"""What the matrix of responsibilities says about its cells."""

import pytest

from opmodel.publishing.matrices.matrix import Cell, Entry, Header, Matrix, Row, merged_down

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


def says(*texts: str) -> Cell:
    return Cell(texts=texts)


def rows(*columns: tuple[Cell, ...], groups: tuple[Header | None, ...] = ()) -> list[Row]:
    """Rows of which these are the columns, read down."""
    grid = list(zip(*columns, strict=True))
    return [
        Row(Header(f"Row {at}"), cells, groups[at] if groups else None)
        for at, cells in enumerate(grid)
    ]


def spans(merged: tuple[Row, ...], column: int = 0) -> list[int]:
    """Over how many rows the cells of a column reach; none for those that are covered."""
    cells = [row.cells[column] for row in merged]
    return [0 if cell.covered else cell.rows for cell in cells]


def test_cells_below_each_other_that_say_the_same_are_one() -> None:
    merged = merged_down(rows((says("A"), says("A"), says("B"), says("A"))))
    assert spans(merged) == [2, 0, 1, 1]


def test_what_is_empty_is_empty_in_each_row() -> None:
    gap = Cell(state="not recorded")
    assert spans(merged_down(rows((gap, gap, says("A"), says("A"))))) == [1, 1, 2, 0]


def test_no_cell_reaches_from_one_group_into_another() -> None:
    one, other = Header("One"), Header("Other")
    merged = merged_down(rows((says("A"),) * 4, groups=(one, one, other, other)))
    assert spans(merged) == [2, 0, 2, 0]


def test_rows_that_a_cell_joins_stay_together_and_others_need_not() -> None:
    merged = merged_down(rows((says("A"), says("B"), says("B"), says("C"), says("D"))))
    whole = Matrix("Forums", "Authority", (Header("CCG"),), merged)
    blocks = [(len(block.rows), block.together) for block in whole.blocks]
    assert blocks == [(1, False), (2, True), (2, False)]


def test_rows_of_a_group_stand_under_its_heading() -> None:
    listed, mentioned = Header("Listed"), Header("Mentioned")
    whole = Matrix(
        "Members",
        "Collaborative",
        (Header("Body"),),
        tuple(rows((says("A"), says("B"), says("C")), groups=(listed, listed, mentioned))),
    )
    assert [(block.heading, len(block.rows)) for block in whole.blocks] == [
        (listed, 2),
        (mentioned, 1),
    ]


def wide(columns: int, *cells: Cell) -> Matrix:
    return Matrix(
        "Members",
        "Collaborative",
        tuple(Header(f"Body {at}") for at in range(1, columns + 1)),
        (Row(Header("One"), cells),),
        plural="bodies",
        name="members",
    )


def test_a_matrix_that_fits_the_paper_is_not_parted() -> None:
    narrow = wide(5, *[says("Member")] * 5)
    assert narrow.on_paper() == (narrow,)


def test_one_that_is_wider_is_parted_evenly_and_keeps_every_column_once() -> None:
    whole = wide(25, *[says("Member")] * 25)
    parts = whole.on_paper()
    assert [len(part.columns) for part in parts] == [8, 8, 9]
    assert tuple(column for part in parts for column in part.columns) == whole.columns
    assert parts[0].caption == "Members: bodies 1 to 8 of 25"
    assert len({part.name for part in parts}) == 3


def test_a_cell_that_reaches_over_the_edge_of_a_part_is_in_both() -> None:
    whole = wide(20, says("Member"), Cell(state="not recorded", span=19))
    spanned = [[cell.span for cell in part.rows[0].cells] for part in whole.on_paper()]
    assert spanned == [[1, 9], [10]]


def test_headers_are_turned_where_columns_are_many_and_say_little() -> None:
    assert wide(10, *[says("Member")] * 10).is_turned
    assert not wide(5, *[says("Member")] * 5).is_turned
    assert not wide(10, *[says("Plans with all partners, procures, and reports")] * 10).is_turned


def test_a_list_gathers_what_is_nil() -> None:
    whole = wide(
        4,
        Cell(state="nil", words="not named"),
        says("Member"),
        Cell(state="nil", words="not named"),
        Cell(state="not recorded"),
    )
    terms = [(term, said) for term, said in whole.listed(whole.rows[0])]
    assert terms == [
        (Header("Body 2"), says("Member")),
        (Header("Body 4"), Cell(state="not recorded")),
        ("not named", "Body 1; Body 3"),
    ]


def test_a_table_file_has_all_that_a_cell_says() -> None:
    entries = (
        Entry(part="Policy", texts=("jointly with councils",), tags=("Question", "Our reading")),
        Entry(part="Delivery"),
    )
    assert Cell(entries=entries).text == (
        "Policy\njointly with councils (Question; Our reading)\nDelivery"
    )
    assert Cell(state="nil", words="not named").text == "not named"
    assert Cell(state="not recorded").text == "not recorded"


def test_the_name_of_a_part_says_of_what() -> None:
    header = Header("Continuing Health Care", within="Joint commissioning", note="Proposed")
    assert header.text == "Continuing Health Care (part of Joint commissioning; Proposed)"


def test_a_page_has_some_of_the_rows_and_all_of_the_columns() -> None:
    group = Header("Listed")
    whole = Matrix(
        "Members",
        "Collaborative",
        (Header("Body"),),
        tuple(rows(tuple(says(str(at)) for at in range(5)), groups=(group,) * 5)),
    )
    first, second = whole.page(0, 3), whole.page(3, 5)
    assert [row.header.title for row in second.rows] == ["Row 3", "Row 4"]
    assert first.blocks[0].heading == group
    assert second.blocks[0].heading == Header("Listed", note="continued")


def test_a_cell_that_the_end_of_a_page_goes_through_is_in_both() -> None:
    merged = merged_down(rows((says("A"), says("B"), says("B"), says("B"), says("C"))))
    whole = Matrix("Forums", "Authority", (Header("CCG"),), merged)
    assert spans(whole.page(0, 3).rows) == [1, 2, 0]
    assert spans(whole.page(3, 5).rows) == [1, 1]
    assert whole.page(3, 5).rows[0].cells[0].text == "B"


def test_a_wide_column_takes_the_room_of_several_on_paper() -> None:
    columns = (*(Header(f"Body {at}") for at in range(1, 20)), Header("Others", wide=True))
    whole = Matrix("Scheme", "Decision", columns, (), narrow=True)
    assert [len(part.columns) for part in whole.on_paper()] == [11, 9]


def test_a_list_of_a_sparse_matrix_leaves_out_what_is_nil() -> None:
    nil = Cell(state="nil", words="none")
    whole = Matrix(
        "Scheme", "Decision", STAGES, (Row(Header("Vary"), (says("A"), nil, nil)),), sparse=True
    )
    assert whole.listed(whole.rows[0]) == ((STAGES[0], says("A")),)
