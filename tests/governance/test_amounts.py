"""Amounts as people write them: read, or refused in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.deciding.amounts import MOST, AmountUnreadable, amount, amount_within


class TestAmounts:
    @pytest.mark.parametrize(
        ("typed", "pounds"),
        [
            ("250000", "250000"),
            ("£250,000", "250000"),
            (" £ 250,000.50 ", "250000.5"),
            ("0", "0"),
            ("0.01", "0.01"),
            ("1,234,567", "1234567"),
        ],
    )
    def test_pounds_are_read_without_a_word(self, typed: str, pounds: str) -> None:
        read = amount(typed)
        assert (read.pounds, read.said) == (Decimal(pounds), "")

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("£250k", "read as £250,000"),
            ("1.2m", "read as £1,200,000"),
            ("1.2 million", "read as £1,200,000"),
            ("2BN", "read as £2,000,000,000"),
            ("0.0015k", "read as £1.50"),
        ],
    )
    def test_how_a_short_form_was_read_is_said(self, typed: str, said: str) -> None:
        assert amount(typed).said == said

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ("-5", "less than nothing"),
            ("£-5", "less than nothing"),
            ("1e400", "no amount"),
            ("NaN", "no amount"),
            ("a lot", "no amount"),
            ("250,000.005", "parts of a penny"),
            ("25,00", "commas"),
            ("9" * 40, "more than"),
            ("99999bn", "more than"),
            ("9" * 10_000, "more than"),
            ("1." + "0" * 40 + "1", "parts of a penny"),
            ("−5", "less than nothing"),
            ("Infinity", "no amount"),
            ("٣", "no amount"),
        ],
    )
    def test_what_is_no_amount_is_refused_in_words(self, typed: str, why: str) -> None:
        with pytest.raises(AmountUnreadable, match=why):
            amount(typed)

    @given(st.decimals(min_value=0, max_value=MOST, places=2))
    def test_an_amount_that_is_written_out_is_read_again(self, pounds: Decimal) -> None:
        assert amount(f"£{pounds:,}").pounds == pounds

    @given(st.text(max_size=30))
    def test_anything_is_read_or_refused(self, typed: str) -> None:
        try:
            read = amount(typed)
        except AmountUnreadable:
            return
        assert read.pounds >= 0


class TestWithinASentence:
    @pytest.mark.parametrize(
        ("text", "pounds", "said"),
        [
            ("contract variation for £250,000", "250000", "£250,000 taken from the words"),
            ("contract variation of £250k", "250000", "“£250k” read as £250,000"),
            ("a 2m business case", "2000000", "“2m” read as £2,000,000"),
            ("over £250k", "250000.01", "“over £250k” read as £250,000.01, a penny above"),
            ("a grant of 5000 pounds", "5000", "“5000 pounds” read as £5,000"),
            ("1,200 a week", "1200", "“1,200 a week” read as £1,200 weekly"),
        ],
    )
    def test_it_is_found_and_how_it_was_read_is_said(
        self, text: str, pounds: str, said: str
    ) -> None:
        read, _ = amount_within(text)
        assert read is not None
        assert (read.pounds, read.said) == (Decimal(pounds), said)

    def test_what_it_counts_is_taken_along(self) -> None:
        bases = [
            read.basis
            for each in ("week", "year", "annum", "head")
            if (read := amount_within(f"£90 per {each}")[0])
        ]
        assert bases == ["weekly", "yearly", "yearly", "per-head"]

    @pytest.mark.parametrize(
        "text", ["section 75", "the 999 contract", "SoRD 6.4.2", "band 8b", "section 117 package"]
    )
    def test_a_number_that_is_no_amount_stays_a_word(self, text: str) -> None:
        assert amount_within(text) == (None, text)

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("variation of -£5", "less than nothing"),
            ("variation of £250,000.005", "parts of a penny"),
            ("between £100k and £200k", "several amounts: £100k, £200k"),
        ],
    )
    def test_one_that_cannot_be_read_is_refused_and_never_passed_over(
        self, text: str, why: str
    ) -> None:
        with pytest.raises(AmountUnreadable, match=why):
            amount_within(text)

    @given(st.text(max_size=120))
    def test_no_sentence_breaks_it(self, text: str) -> None:
        try:
            read, rest = amount_within(text)
        except AmountUnreadable:
            return
        assert read is not None or rest == text
