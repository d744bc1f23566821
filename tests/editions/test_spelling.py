"""Words that were probably meant."""

import pytest

from opmodel.editions.models import Word
from opmodel.editions.selectors.spelling import probably_meant, slips


@pytest.mark.parametrize(
    ("one", "other", "number"),
    [
        ("care", "care", 0),
        ("crae", "care", 1),
        ("car", "care", 1),
        ("caare", "care", 1),
        ("core", "care", 1),
        ("safegaurding", "safeguarding", 1),
        ("comitee", "committee", 2),
        ("", "care", 4),
    ],
)
def test_slips_are_counted(one: str, other: str, number: int) -> None:
    assert slips(one, other) == slips(other, one) == number


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("srevices", ["services"]),
        ("Crae", ["care"]),
        ("comitee", ["committee"]),
        ("neigbhour", ["neighbourhood"]),
        ("finnace", ["finance"]),
        ("zebra", []),
        ("cxre", ["care"]),
        ("caxx", []),
        ("ca", []),
        ("2024", []),
    ],
)
def test_the_nearest_known_words_are_meant(db: None, asked: str, meant: list[str]) -> None:
    known = ("services", "care", "committee", "neighbourhood", "finance", "governance", "2025")
    Word.objects.all().delete()
    Word.objects.bulk_create(Word(word=word) for word in known)
    assert probably_meant([asked]) == meant
