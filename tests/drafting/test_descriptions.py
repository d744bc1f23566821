"""Every kind has one description, and everything that fills rows in takes its fields from it."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.db import models

from opmodel.drafting.days import NoDay, read_day, written
from opmodel.drafting.descriptions import Widget, description_of, descriptions
from opmodel.drafting.naming import Names
from opmodel.drafting.values import Unreadable, as_typed, in_words, read
from opmodel.editions.dictionary import data_dictionary
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Kind
from opmodel.editions.records import stated_fields
from opmodel.editions.stated import stated
from opmodel.editions.viewer import MACHINE
from tests.editions.making import every_kind, save

KINDS = pytest.mark.parametrize("kind", kinds().values(), ids=kinds())


def test_there_is_one_for_each_kind() -> None:
    assert list(descriptions())
    assert set(descriptions()) == set(kinds())


@KINDS
def test_each_stated_field_stands_in_it_exactly_once(kind: type[Kind]) -> None:
    described = Counter(each.name for each in description_of(kind))
    assert described == Counter(spec.name for spec in stated_fields(kind))


@KINDS
def test_each_field_has_a_label_and_each_group_a_heading(kind: type[Kind]) -> None:
    description = description_of(kind)
    headings = [group.heading for group in description.groups]
    assert all(headings)
    assert len(set(headings)) == len(headings)
    labels = [each.label for each in description]
    assert all(label[0].isupper() or label == "VAT" for label in labels)
    assert len(set(labels)) == len(labels)


def test_hints_are_sentences_or_words_and_never_codes() -> None:
    for description in descriptions().values():
        for each in description:
            assert "_" not in each.hint
            assert not each.hint or each.hint[0].isupper() or each.hint[0] == "“", each.hint
            assert not each.hint or each.hint.endswith((".", "”", "?")), each.hint


def test_the_data_dictionary_names_every_field_that_is_described() -> None:
    written_down = data_dictionary()
    for description in descriptions().values():
        part = written_down.partition(f"\n## {description.kind.plural}\n")[2].partition("\n## ")[0]
        for each in description:
            stands = part if each.spec.model is description.kind else written_down
            assert f"| `{each.name}` |" in stands, (description.kind, each.name)


def test_a_field_is_filled_in_with_what_it_can_hold() -> None:
    for description in descriptions().values():
        for each in description:
            spec = each.spec
            if isinstance(spec, models.ManyToManyField):
                assert each.widget is Widget.REFERENCES
            if isinstance(spec, models.DateField):
                assert each.widget is Widget.DAY
            if spec.choices:
                assert [value for value, _ in each.choices] == [v for v, _ in spec.flatchoices]


@pytest.mark.django_db
class TestTyping:
    @pytest.fixture
    def every(self, reference: None) -> Edition:
        return save(every_kind())

    @KINDS
    def test_what_is_shown_in_a_field_is_read_as_what_is_stated(
        self, kind: type[Kind], every: Edition
    ) -> None:
        description = description_of(kind)
        names = Names.of(every, MACHINE, description)
        for element in kind.objects.in_edition(every):
            values = stated(element)
            for each in description:
                value = values[each.name]
                typed = as_typed(each, value, names)
                assert read(each, typed, names, value) == value or not (value or typed)

    @pytest.mark.parametrize(
        ("typed", "kept", "shown"),
        [
            ("£250k", "250000", "£250,000"),
            ("250,000", "250000", "£250,000"),
            ("1.2 million", "1200000", "£1,200,000"),
            ("12.50", "12.5", "£12.50"),
        ],
    )
    def test_amounts_are_read_as_people_write_them(
        self, every: Edition, typed: str, kept: str, shown: str
    ) -> None:
        above = description_of(kinds()["limit"]).fields["above"]
        names = Names(every, MACHINE)
        assert read(above, typed, names) == kept
        assert in_words(above, kept, names) == shown

    @pytest.mark.parametrize("typed", ["about a lot", "-5", "£1.234", "1e9", "9" * 30])
    def test_what_is_no_amount_is_refused_in_words(self, every: Edition, typed: str) -> None:
        above = description_of(kinds()["limit"]).fields["above"]
        with pytest.raises(Unreadable, match=r"[.]$"):
            read(above, typed, Names(every, MACHINE))

    def test_a_name_that_is_nearly_right_is_told(self, bob: Edition) -> None:
        parent = description_of(kinds()["post"]).fields["directorate"]
        with pytest.raises(Unreadable, match="Finance"):
            read(parent, "Finanse", Names(bob, MACHINE))


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("31 March 2027", date(2027, 3, 31), date(2027, 3, 31)),
        ("1st April 2027", date(2027, 4, 1), date(2027, 4, 1)),
        ("31/3/2027", date(2027, 3, 31), date(2027, 3, 31)),
        ("2027-03-31", date(2027, 3, 31), date(2027, 3, 31)),
        ("March 2027", date(2027, 3, 1), date(2027, 3, 31)),
        ("2027-02", date(2027, 2, 1), date(2027, 2, 28)),
        ("Q4 2026/27", date(2027, 1, 1), date(2027, 3, 31)),
        ("Q1 2026/27", date(2026, 4, 1), date(2026, 6, 30)),
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_date_is_read_with_its_precision(typed: str, first: date, last: date) -> None:
    assert read_day(typed) == first
    assert read_day(typed, last=True) == last


@pytest.mark.parametrize(
    "typed", ["soon", "31 June 2027", "32/1/2027", "ma 2027", "0000", "1 13 2027"]
)
def test_what_is_no_day_is_refused_with_what_would_be_one(typed: str) -> None:
    with pytest.raises(NoDay, match="31 March 2027"):
        read_day(typed)


def test_a_day_is_written_as_people_do() -> None:
    assert written(date(2027, 3, 1)) == "1 March 2027"
