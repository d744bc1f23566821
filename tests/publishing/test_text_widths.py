"""Whether the table of letter widths is that of the fonts documents are set in."""

import pytest
from fontTools.ttLib import TTFont

from opmodel.publishing.charts.glyphs import BOLD, REGULAR
from opmodel.publishing.charts.text import line_count, text_width
from opmodel.publishing.pdf import STATIC


@pytest.mark.parametrize(
    ("file", "widths"), [("LiberationSans-Regular", REGULAR), ("LiberationSans-Bold", BOLD)]
)
def test_letters_are_as_wide_as_the_shipped_font_says(file: str, widths: dict[str, int]) -> None:
    font = TTFont(STATIC / "fonts" / f"{file}.ttf")
    glyphs, advances, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for letter, width in widths.items():
        assert round(advances[glyphs[ord(letter)]][0] * 1000 / em) == width, letter


def test_words_that_fit_stay_on_one_line() -> None:
    assert line_count("Chief Officer", 14, text_width("Chief Officer", 14)) == 1


def test_a_word_wider_than_its_card_is_broken_rather_than_clipped() -> None:
    word = "x" * 60
    assert line_count(word, 14, text_width(word, 14) / 3) >= 3


def test_a_letter_the_table_lacks_is_given_room() -> None:
    assert text_width("漢", 10) > text_width("W", 10)
