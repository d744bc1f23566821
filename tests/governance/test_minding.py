"""What somebody is told to mind before they act on an answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from governance.deciding.deciding import decide
from governance.deciding.minding import Mind, to_mind
from governance.deciding.question import Question
from governance.deciding.scheme import Band, Holder, Matter, Power, Scheme

REGULATION = "SI 2023/1348, regulation 13"


def power(key: str, *bands: Band, **more: Any) -> Power:
    holder = Holder(key, "committee", key.capitalize())
    stated = {"decision": "matter", "part": "approves", "type": "delegated"} | more
    return Power(key=key, holder=holder, bands=bands, **stated)


def minded(*powers: Power, matter: dict[str, Any] | None = None, **amounts: int) -> dict[str, Mind]:
    """What to mind of the answer of a scheme with these powers, by its code."""
    scheme = Scheme({"matter": Matter("matter", "A matter", **(matter or {}))}, powers)
    stated = {basis: Decimal(pounds) for basis, pounds in amounts.items()}
    answer = decide(scheme, Question("matter", date(2025, 6, 1), stated), {})
    found = to_mind(answer)
    assert len({each.code for each in found}) == len(found)
    assert all(each.words.endswith(".") for each in found)
    return {each.code: each for each in found}


UP_TO_100 = Band(up_to=Decimal(100))
VARIATION = {"transaction": "health-contract-variation"}


class TestSelectionRegime:
    def test_a_change_of_a_health_contract_is_to_be_counted_with_those_before_it(self) -> None:
        mind = minded(power("board"), matter=VARIATION, transaction=50)["psr-cumulative"]
        assert mind.words == (
            "The Provider Selection Regime counts all changes of the contract since its award, not "
            "this one alone. Add them up, and ask again with the sum."
        )
        assert mind.source == REGULATION

    def test_from_half_a_million_on_changes_need_a_notice(self) -> None:
        mind = minded(power("board"), matter=VARIATION, cumulative=500_000)["psr-notice"]
        assert mind.words == (
            "Changes so far come to £500,000. From £500,000 on a notice is due, and without a new "
            "procurement they must stay below a quarter of the first lifetime value, with the "
            "character of the contract unchanged."
        )
        assert mind.source == REGULATION

    def test_below_there_is_nothing_to_mind(self) -> None:
        found = minded(power("board"), matter=VARIATION, cumulative=499_999)
        assert set(found) == {"conflicts"}

    def test_of_another_matter_it_says_nothing(self) -> None:
        found = minded(power("board"), matter={"transaction": "losses"}, cumulative=500_000)
        assert set(found) == {"conflicts"}


class TestAmounts:
    def test_a_limit_counted_another_way_was_not_asked_of(self) -> None:
        both = power("head", UP_TO_100, Band(basis="cumulative", up_to=Decimal(200)))
        assert minded(both, transaction=50)["other-basis"].words == (
            "The power is limited in another way too, which was not asked of."
        )
        assert set(minded(both, transaction=50, cumulative=60)) == {"conflicts"}

    def test_without_an_amount_only_that_is_said(self) -> None:
        found = minded(power("head", UP_TO_100))
        assert set(found) == {"no-amount", "conflicts"}
        assert found["no-amount"].words == "No amount was given: the answer is the lowest holder's."

    def test_where_no_amount_matters_none_is_missed(self) -> None:
        assert set(minded(power("head"))) == {"conflicts"}

    @pytest.mark.parametrize(("vat", "counted"), [("included", "with"), ("excluded", "without")])
    def test_whether_the_limit_counts_vat_is_said(self, vat: str, counted: str) -> None:
        mind = minded(power("head", Band(up_to=Decimal(100), vat=vat)), transaction=50)["vat"]
        assert mind.words == f"The limit counts amounts {counted} VAT."


class TestScheme:
    def test_what_may_not_be_delegated_says_so_even_where_nobody_may(self) -> None:
        found = minded(power("head"), matter={"non_delegable": True})
        assert set(found) == {"non-delegable"}
        assert found["non-delegable"].words == "This matter may not be delegated."

    def test_an_overlap_names_the_others(self) -> None:
        found = minded(power("a"), power("b"), power("c"))
        assert found["overlap"].words == "The scheme gives the same power to others too: B, C."

    def test_two_signatures_are_to_be_had_together(self) -> None:
        two = Band(up_to=Decimal(100), signatures=2)
        found = minded(power("a", two), power("b", two), transaction=50)
        assert set(found) == {"signatures", "conflicts"}
        assert found["signatures"].words == "It takes 2 signatures together."

    def test_one_signature_is_nothing_to_mind(self) -> None:
        one = Band(up_to=Decimal(100), signatures=1)
        assert set(minded(power("a", one), transaction=50)) == {"conflicts"}

    def test_a_residual_power_says_that_nobody_is_named(self) -> None:
        found = minded(power("chief", decision="", type="residual"))
        assert set(found) == {"residual", "conflicts"}
        assert found["residual"].words == (
            "The scheme names nobody for this: it falls to whoever holds what is not reserved or "
            "delegated elsewhere."
        )

    def test_whoever_decides_looks_whether_they_have_an_interest(self) -> None:
        assert minded(power("board"))["conflicts"].words == (
            "Whoever has declared an interest in the matter takes no part: look in the register of "
            "interests."
        )

    def test_nobody_has_no_interest_to_declare(self) -> None:
        assert minded(power("head", UP_TO_100), transaction=101) == {}
