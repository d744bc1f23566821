"""How wide Liberation Sans sets each letter, in thousandths of the font size.

Arial, Helvetica and Liberation Sans share these widths, so one table serves the screen and print,
and laying out a chart needs no font library. Made from the font files in `static/fonts`; a test
compares the two.
"""

from typing import Final


def _by_letter(by_width: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in by_width.items() for letter in letters}


REGULAR: Final = _by_letter(
    {
        191: "'",
        222: "ijlįĵĺļłſ‘’",
        260: "|¦",
        278: " !,./:;I[\\]ft\xa0ÌÍÎÏìíîïĨĩĪīĬĭĮİıţŧ",
        292: "ľ",
        333: "()-`r¡¨\xad²³´·¸¹ŕŗř“”",
        334: "{}ŀ",
        350: "•",
        355: '"',
        365: "º",
        370: "ª",
        375: "ť",
        389: "*",
        400: "°",
        444: "ĳ",
        469: "^",
        500: "JcksvxyzçýÿćĉċčĴķĸśŝşšŷźżž",
        537: "¶",
        549: "±÷",
        552: "¯",
        556: (
            "#$0123456789?L_abdeghnopqu¢£¤¥§«»àáâãäåèéêëðñòóôõöùúûüþāăąđēĕėęěĝğġģĥħ"
            "ĹĻĽĿŁńņňŋōŏőũūŭůűų–€†‡"
        ),
        576: "µ",
        584: "+<=>~¬×",
        604: "ŉ",
        611: "FTZ¿ßøŢŤŦŹŻŽ",
        615: "ď",
        667: "&ABEKPSVXYÀÁÂÃÄÅÈÉÊËÝÞĀĂĄĒĔĖĘĚĶŚŜŞŠŶŸ",
        722: "CDHNRUwÇÐÑÙÚÛÜĆĈĊČĎĐĤĦŃŅŇŔŖŘŨŪŬŮŰŲŵ",
        723: "Ŋ",
        735: "Ĳ",
        737: "©®",
        778: "GOQÒÓÔÕÖØĜĞĠĢŌŎŐ",
        833: "Mm",
        834: "¼½¾",
        889: "%æ",
        944: "WœŴ",
        1000: "ÆŒ—…™",
        1015: "@",
    }
)

BOLD: Final = _by_letter(
    {
        238: "'",
        278: " ,./I\\ijl\xa0ÌÍÎÏìíîïĨĩĪīĬĭĮįİıĵĺļłſ‘’",
        280: "|¦",
        333: "!()-:;[]`ft¡¨\xad²³´·¸¹ţŧ",
        350: "•",
        365: "º",
        370: "ª",
        385: "ľ",
        389: "*r{}ŕŗř",
        400: "°",
        474: '"',
        479: "ŀť",
        500: "zźżž“”",
        549: "±÷",
        552: "¯",
        556: "#$0123456789J_aceksvxy¢£¤¥§«¶»àáâãäåçèéêëýÿāăąćĉċčēĕėęěĳĴķĸśŝşšŷ–€†‡",
        576: "µ",
        584: "+<=>^~¬×",
        611: "?FLTZbdghnopqu¿ßðñòóôõöøùúûüþđĝğġģĥħĹĻĽĿŁńņňŋōŏőŢŤŦũūŭůűųŹŻŽ",
        667: "EPSVXYÈÉÊËÝÞĒĔĖĘĚŚŜŞŠŶŸ",
        708: "ŉ",
        719: "ď",
        722: "&ABCDHKNRUÀÁÂÃÄÅÇÐÑÙÚÛÜĀĂĄĆĈĊČĎĐĤĦĶŃŅŇŔŖŘŨŪŬŮŰŲ",
        723: "Ŋ",
        737: "©®",
        778: "GOQwÒÓÔÕÖØĜĞĠĢŌŎŐŵ",
        785: "Ĳ",
        833: "M",
        834: "¼½¾",
        889: "%mæ",
        944: "WœŴ",
        975: "@",
        1000: "ÆŒ—…™",
    }
)

# A letter that the table lacks counts as a wide one: better a card too tall than one that clips.
WIDEST: Final = 1000
