"""Who may decide: what somebody can and cannot do, each in a small scheme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given

from governance.deciding.answer import Reason
from governance.deciding.deciding import decide
from governance.deciding.holding import Tenure
from governance.deciding.question import Question
from governance.deciding.scheme import Band, Holder, Matter, Power, Scheme

from .schemes import PLACES, SERVICES, questions

DAY = date(2025, 6, 1)


def power(key: str, **more: object) -> Power:
    stated: dict[str, object] = {
        "decision": "matter",
        "part": "approves",
        "type": "delegated",
        "holder": Holder(key, "post", key.capitalize()),
    }
    return Power(key=key, **(stated | more))  # type: ignore[arg-type]


def up_to(key: str, pounds: int, **more: object) -> Power:
    return power(key, bands=(Band(up_to=Decimal(pounds)),), **more)


def scheme(*powers: Power, **matter: bool) -> Scheme:
    return Scheme(
        matters={"matter": Matter("matter", "A matter", **matter)},  # type: ignore[arg-type]
        powers=powers,
        places=PLACES,
        services=SERVICES,
        executives=(Holder("finance", "post", "Finance", executive=True),),
    )


def asked(pounds: str = "", **more: object) -> Question:
    amounts = {"transaction": Decimal(pounds)} if pounds else {}
    amounts |= more.pop("also", {})  # type: ignore[arg-type]
    return Question("matter", DAY, amounts, **more)  # type: ignore[arg-type]


class TestBands:
    HEAD = power("head", bands=(Band(up_to=Decimal(50_000)),))
    DIRECTOR = power("director", bands=(Band(above=Decimal(50_000), up_to=Decimal(250_000)),))

    @pytest.mark.parametrize(
        ("pounds", "decider"),
        [
            ("0", "head"),
            ("50000", "head"),
            ("50000.01", "director"),
            ("250000", "director"),
            ("250000.01", None),
        ],
    )
    def test_a_band_holds_its_upper_end_and_not_its_lower(
        self, pounds: str, decider: str | None
    ) -> None:
        answer = decide(scheme(self.HEAD, self.DIRECTOR), asked(pounds), {})
        assert (answer.approves.power.key if answer.approves else None) == decider

    def test_who_begins_above_an_amount_does_not_decide_it(self) -> None:
        finance = power("finance", bands=(Band(above=Decimal(50)),))
        answer = decide(scheme(finance), asked("50"), {})
        assert [each.reason for each in answer.refused] == [Reason.TOO_LITTLE]
        assert decide(scheme(finance), asked("50.01"), {}).approves is not None

    def test_between_two_bands_nobody_may_and_the_next_above_is_named(self) -> None:
        finance = power("finance", bands=(Band(above=Decimal(300_000)),))
        answer = decide(scheme(self.DIRECTOR, finance), asked("275000"), {})
        assert answer.approves is None
        assert answer.next_up is not None
        assert answer.next_up.power.key == "finance"
        assert {each.power.key: each.reason for each in answer.refused} == {
            "director": Reason.TOO_MUCH,
            "finance": Reason.TOO_LITTLE,
        }

    def test_an_amount_on_another_basis_is_not_compared(self) -> None:
        weekly = power("weekly", bands=(Band(basis="weekly", up_to=Decimal(1_000)),))
        answer = decide(scheme(weekly), asked("500"), {})
        assert [each.reason for each in answer.refused] == [Reason.OTHER_BASIS]


class TestNearest:
    """Whom the answer names as refused, and in which order."""

    def nearest(self, scheme: Scheme, question: Question) -> list[str]:
        return [refusal.power.key for refusal in decide(scheme, question, {}).refused]

    @pytest.mark.parametrize(
        ("pounds", "away"), [("30", 20), ("50", 0), ("60", 0), ("90", 0), ("95", 5)]
    )
    def test_how_far_an_amount_lies_outside_a_band(self, pounds: str, away: int) -> None:
        band = Band(above=Decimal(50), up_to=Decimal(90))
        assert band.away_from(Decimal(pounds)) == away

    def test_an_open_end_is_never_far(self) -> None:
        assert Band(up_to=Decimal(90)).away_from(Decimal(0)) == 0
        assert Band(above=Decimal(90)).away_from(Decimal(91)) == 0
        assert Band(up_to=Decimal("0.5")).away_from(Decimal("0.6")) == Decimal("0.1")
        assert Band(above=Decimal("0.5")).away_from(Decimal("0.4")) == Decimal("0.1")
        assert Band().away_from(Decimal("0.6")) == 0

    def test_those_whose_amount_is_wrong_by_least_come_first(self) -> None:
        far, near = up_to("a-far", 10), up_to("b-near", 60)
        further_up = power("c-further-up", bands=(Band(above=Decimal(101)),))
        found = self.nearest(scheme(far, near, further_up), asked("100"))
        assert found == ["c-further-up", "b-near", "a-far"]

    def test_amounts_go_before_what_is_wrong_otherwise(self) -> None:
        south = power("a-south", places=frozenset({"south"}))
        assert self.nearest(scheme(south, up_to("b", 10)), asked("100")) == ["b", "a-south"]

    def test_a_vacancy_is_near(self) -> None:
        powers = power("a", places=frozenset({"south"})), power("b"), up_to("c", 10)
        found = decide(scheme(*powers), asked("100"), {"b": (Tenure("vacant"),)}).refused
        assert [refusal.power.key for refusal in found] == ["b", "c", "a"]

    def test_a_vacancy_without_a_limit_is_nearest(self) -> None:
        powers = up_to("a", 100), power("z")
        found = decide(scheme(*powers), asked("100.50"), {"z": (Tenure("vacant"),)}).refused
        assert [refusal.power.key for refusal in found] == ["z", "a"]

    def test_of_several_bands_the_nearest_counts_and_of_several_bases_the_furthest(self) -> None:
        year = Band(basis="yearly", up_to=Decimal(1_000))
        short, long = Band(up_to=Decimal(10)), Band(up_to=Decimal(95))
        one = power("a", bands=(short, long, short, year))
        other = power("b", bands=(Band(up_to=Decimal(94)),))
        third = power("c", bands=(Band(up_to=Decimal(99)), year))
        question = asked("100", also={"yearly": Decimal(1_007)})
        assert self.nearest(scheme(one, other, third), question) == ["b", "a", "c"]
        assert self.nearest(scheme(one, other, third), asked("100")) == ["c", "a", "b"]

    def test_a_limit_on_a_basis_that_was_not_asked_is_not_far(self) -> None:
        weekly = power("a", bands=(Band(basis="weekly", up_to=Decimal(1)),))
        assert self.nearest(scheme(weekly, up_to("b", 99)), asked("100")) == ["b", "a"]

    def test_five_are_named(self) -> None:
        powers = [up_to(f"post-{number}", number) for number in range(7)]
        assert self.nearest(scheme(*powers), asked("100")) == [
            f"post-{number}" for number in (6, 5, 4, 3, 2)
        ]


class TestNextAbove:
    def next_above(self, *powers: Power, pounds: str = "") -> str:
        step = decide(scheme(*powers), asked(pounds), {}).next_up
        return step.power.key if step else ""

    def test_it_is_the_lowest_that_reaches_further(self) -> None:
        powers = up_to("board", 300), up_to("director", 200), up_to("head", 100)
        assert self.next_above(*powers, pounds="50") == "director"
        assert self.next_above(*powers, pounds="150") == "board"
        assert self.next_above(*powers, pounds="250") == ""

    def test_who_reaches_as_far_is_not_above(self) -> None:
        head = up_to("head", 100, parent="director")
        assert self.next_above(up_to("director", 100), head, pounds="50") == ""

    def test_who_begins_only_further_up_is_above_the_lowest_of_them_first(self) -> None:
        director = power("director", bands=(Band(above=Decimal(100), up_to=Decimal(200)),))
        board = power("board", bands=(Band(above=Decimal(200)),))
        assert self.next_above(board, director, up_to("head", 100), pounds="50") == "director"
        assert self.next_above(board, director, pounds="50") == "director"

    def test_who_stops_below_is_not_above(self) -> None:
        assert self.next_above(up_to("head", 100), pounds="150") == ""

    def test_how_far_a_power_reaches_is_the_end_of_its_longest_band(self) -> None:
        two = power(
            "a", bands=(Band(above=Decimal(70), up_to=Decimal(80)), Band(above=Decimal(90)))
        )
        one = power("b", bands=(Band(above=Decimal(70), up_to=Decimal(85)),))
        longer = power(
            "c",
            bands=(
                Band(above=Decimal(70), up_to=Decimal(81)),
                Band(above=Decimal(70), up_to=Decimal(86)),
            ),
        )
        assert self.next_above(two, one, pounds="50") == "b"
        assert self.next_above(longer, one, pounds="50") == "b"
        assert (two.up_to, longer.up_to, power("d").up_to) == (None, 86, None)


class TestLowest:
    def test_the_one_who_reaches_least_far_decides(self) -> None:
        answer = decide(scheme(up_to("a", 300), up_to("b", 200)), asked("50"), {})
        assert answer.approves is not None
        assert answer.approves.power.key == "b"

    def test_of_those_who_reach_as_far_the_one_further_down_the_chain(self) -> None:
        powers = power("a"), power("c", parent="b"), power("b", parent="a")
        answer = decide(scheme(*powers), asked(), {})
        assert answer.approves is not None
        assert answer.approves.power.key == "c"
        assert [link.key for link in answer.chain] == ["b", "a"]
        assert (answer.together, answer.alike) == ((), ())

    def test_without_an_amount_the_shortest_of_its_bands_counts(self) -> None:
        long = power("a", bands=(Band(up_to=Decimal(90)), Band(up_to=Decimal(20))))
        answer = decide(scheme(long, up_to("b", 50)), asked(), {})
        assert answer.approves is not None
        assert (answer.approves.power.key, answer.approves.up_to) == ("a", 20)

    def test_where_bands_overlap_the_shorter_counts(self) -> None:
        both = power("a", bands=(Band(), Band(up_to=Decimal(60))))
        answer = decide(scheme(both, up_to("b", 70)), asked("50"), {})
        assert answer.approves is not None
        assert (answer.approves.power.key, answer.approves.up_to) == ("a", 60)

    def test_the_basis_asked_first_says_who_is_lower(self) -> None:
        one = power("a", bands=(Band(basis="yearly", up_to=Decimal(9)), Band(up_to=Decimal(90))))
        other = power("b", bands=(Band(up_to=Decimal(80)), Band("yearly", up_to=Decimal(99))))
        question = asked("5", also={"yearly": Decimal(5)})
        answer = decide(scheme(one, other), question, {})
        assert answer.approves is not None
        assert answer.approves.power.key == "b"

    def test_two_who_sign_one_approval_decide_together(self) -> None:
        two = Band(up_to=Decimal(100), signatures=2)
        powers = power("a", type="joint"), power("b", type="joint")
        signing = power("c", bands=(two,)), power("d", bands=(two,))
        for pair in (powers, signing):
            answer = decide(scheme(*pair), asked("50"), {})
            assert [step.power.key for step in answer.together] == [pair[1].key]
            assert answer.alike == ()

    @pytest.mark.parametrize("signatures", [None, 1])
    @pytest.mark.parametrize("types", [("joint", "delegated"), ("delegated", "joint")])
    def test_one_signature_is_no_approval_together(
        self, signatures: int | None, types: tuple[str, str]
    ) -> None:
        one = Band(up_to=Decimal(100), signatures=signatures)
        both = (
            power(key, bands=(one,), type=type_) for key, type_ in zip("ab", types, strict=True)
        )
        answer = decide(scheme(*both), asked("50"), {})
        assert answer.together == ()
        assert [step.power.key for step in answer.alike] == ["b"]

    def test_nothing_at_all_is_less_than_a_pound(self) -> None:
        answer = decide(scheme(up_to("a", 1), up_to("b", 0)), asked("0"), {})
        assert answer.approves is not None
        assert answer.approves.power.key == "b"
        assert answer.alike == ()


class TestParts:
    PARTS = ("recommends", "consulted", "signs", "told")

    def test_each_is_named_for_their_own_part_and_none_of_them_decides(self) -> None:
        others = [power(part, part=part, type="advisory") for part in self.PARTS]
        answer = decide(scheme(power("board"), *others), asked(), {})
        assert answer.approves is not None
        assert (answer.approves.power.key, answer.alike) == ("board", ())
        for part in self.PARTS:
            assert [step.power.key for step in getattr(answer, part)] == [part]

    def test_the_limit_of_their_part_is_told(self) -> None:
        signs = power("head", part="signs", bands=(Band(up_to=Decimal(10)), Band()))
        (step,) = decide(scheme(power("board"), signs), asked("5"), {}).signs
        assert step.up_to == 10

    def test_without_an_amount_whoever_comes_in_further_up_has_no_part(self) -> None:
        later = power("later", part="told", bands=(Band(above=Decimal(10)),))
        both = power("both", part="told", bands=(Band(above=Decimal(10)), Band("weekly")))
        known = scheme(power("board"), later, both)
        assert [step.power.key for step in decide(known, asked(), {}).told] == ["both"]
        assert [step.power.key for step in decide(known, asked("11"), {}).told] == ["later", "both"]

    def test_they_are_named_where_nobody_may_decide(self) -> None:
        answer = decide(scheme(power("audit", part="told")), asked(), {})
        assert answer.approves is None
        assert [step.power.key for step in answer.told] == ["audit"]

    @pytest.mark.parametrize("part", PARTS)
    def test_nobody_has_a_part_in_what_is_not_theirs(self, part: str) -> None:
        others = (
            up_to("amount", 10, part=part),
            power("place", part=part, places=frozenset({"south"})),
            power("service", part=part, services=frozenset({"acute"})),
            power("ended", part=part, effective_until=date.min),
            power("urgent", part=part, type="urgent"),
            power("memorandum", part=part, without_effect="The memorandum"),
            power("another", part=part, decision="another"),
        )
        answer = decide(scheme(power("board"), *others), asked("11"), {})
        assert getattr(answer, part) == ()

    def test_advice_may_be_had_on_what_may_not_be_delegated(self) -> None:
        powers = power("board", type="reserved"), power("audit", part="recommends")
        answer = decide(scheme(*powers, non_delegable=True), asked(), {})
        assert [step.power.key for step in answer.recommends] == ["audit"]


class TestTerms:
    """Where what is limited one way was asked another way."""

    def reasons(self, *bands: Band, question: Question) -> list[Reason]:
        answer = decide(scheme(power("head", bands=bands)), question, {})
        return [refusal.reason for refusal in answer.refused]

    def test_a_limit_within_the_budget_gives_nothing_outside_it(self) -> None:
        within = Band(up_to=Decimal(100), budgeted=True)
        assert self.reasons(within, question=asked("50")) == []
        outside = asked("50", budgeted=False)
        assert self.reasons(within, question=outside) == [Reason.NOT_BUDGETED]
        assert self.reasons(within, question=asked(budgeted=False)) == [Reason.NOT_BUDGETED]

    def test_what_depends_on_recurring_has_to_be_told(self) -> None:
        for recurs in (True, False):
            band = Band(up_to=Decimal(100), recurrent=recurs)
            assert self.reasons(band, question=asked("50")) == [Reason.NOT_BUDGETED]
            assert self.reasons(band, question=asked("50", recurrent=recurs)) == []

    def test_a_yearly_limit_within_the_budget_is_none_outside_it(self) -> None:
        each, year = Band(up_to=Decimal(100)), Band("yearly", up_to=Decimal(500), budgeted=True)
        question = asked("50", also={"yearly": Decimal(50)}, budgeted=False)
        assert self.reasons(each, year, question=question) == [Reason.NOT_BUDGETED]

    def test_a_giver_within_the_budget_gives_nothing_outside_it(self) -> None:
        year = Band("yearly", up_to=Decimal(500), budgeted=True)
        for limits in ((year,), (year, Band(up_to=Decimal(500)))):
            giver = power("giver", bands=limits)
            question = asked("50", also={"yearly": Decimal(50)}, budgeted=False)
            answer = decide(scheme(giver, power("head", parent="giver")), question, {})
            assert [(each.power.key, each.reason) for each in answer.refused] == [
                ("giver", Reason.NOT_BUDGETED),
                ("head", Reason.NOT_BUDGETED),
            ]

    def test_a_giver_who_counts_otherwise_may_pass_on_less(self) -> None:
        giver = power("giver", bands=(Band("yearly", up_to=Decimal(10)),))
        answer = decide(scheme(giver, up_to("head", 100, parent="giver")), asked("50"), {})
        assert answer.approves is not None
        assert answer.approves.power.key == "head"


class TestScheme:
    def test_the_basis_is_that_of_most_limits_to_approve_it(self) -> None:
        year, week = Band("yearly"), Band("weekly")
        known = scheme(
            power("a", bands=(year, week)),
            power("b", bands=(week,)),
            power("c", part="recommends", bands=(year, year, year)),
            power("d", decision="another", bands=(year, year, year)),
        )
        assert known.main_basis("matter") == "weekly"
        assert known.main_basis("another") == "yearly"

    @pytest.mark.parametrize("decision", ["matter", "unheard of"])
    def test_without_limits_it_is_each_transaction(self, decision: str) -> None:
        assert scheme(power("a")).main_basis(decision) == "transaction"

    def test_a_place_lies_in_all_that_it_is_part_of(self) -> None:
        known = replace(scheme(), above={"town": "north", "north": "county", "county": "town"})
        assert known.within("town") == {"town", "north", "county"}
        assert known.within("south") == {"south"}
        assert known.within("") == frozenset()


class TestHolders:
    VACANT = {"head": (Tenure("vacant"),)}

    def test_the_first_executive_who_is_there_acts_and_never_the_vacant_post_itself(self) -> None:
        executives = tuple(
            Holder(key, "post", key, executive=True)
            for key in ("head", "finance", "nursing", "people")
        )
        known = replace(scheme(power("head", deputy_rule="any-executive")), executives=executives)
        held = self.VACANT | {"finance": (Tenure("vacant"),)}
        answer = decide(known, asked(), held)
        assert answer.approves is not None
        assert answer.approves.by_deputy is not None
        assert answer.approves.by_deputy.key == "nursing"

    @pytest.mark.parametrize("deputy", [None, Holder("deputy", "post", "Deputy")])
    def test_a_deputy_who_is_not_there_does_not_act(self, deputy: Holder | None) -> None:
        head = power("head", deputy_rule="named-deputy", deputy=deputy)
        answer = decide(scheme(head), asked(), self.VACANT | {"deputy": (Tenure("vacant"),)})
        assert [each.reason for each in answer.refused] == [Reason.VACANT]

    def test_a_committee_is_never_vacant(self) -> None:
        head = power("head", holder=Holder("head", "committee", "Panel"))
        assert decide(scheme(head), asked(), self.VACANT).approves is not None

    @pytest.mark.parametrize("form", ["substantive", "shared"])
    def test_whoever_holds_it_for_good_uses_it_beside_one_who_acts(self, form: str) -> None:
        head = power("head", deputy_rule="substantive-only")
        held = {"head": (Tenure("acting", "One"), Tenure(form, "Another"))}
        assert decide(scheme(head), asked(), held).approves is not None

    def test_a_vacancy_does_not_take_a_part_away(self) -> None:
        signs = power("head", part="signs")
        answer = decide(scheme(power("board"), signs), asked(), self.VACANT)
        assert [(step.power.key, step.by_deputy) for step in answer.signs] == [("head", None)]

    def test_a_deputy_plays_the_part_of_a_vacant_post(self) -> None:
        signs = power("head", part="signs", deputy_rule="any-executive")
        answer = decide(scheme(power("board"), signs), asked(), self.VACANT)
        assert [step.by_deputy and step.by_deputy.key for step in answer.signs] == ["finance"]

    @pytest.mark.parametrize(
        ("rule", "acts"), [("any-executive", "finance"), ("named-deputy", "deputy")]
    )
    def test_a_vacancy_brings_the_deputy_rule(self, rule: str, acts: str) -> None:
        head = power("head", deputy_rule=rule, deputy=Holder("deputy", "post", "Deputy"))
        answer = decide(scheme(head), asked(), self.VACANT)
        assert answer.approves is not None
        assert answer.approves.by_deputy is not None
        assert answer.approves.by_deputy.key == acts

    @pytest.mark.parametrize("rule", ["", "substantive-only"])
    def test_without_a_deputy_a_vacant_post_decides_nothing(self, rule: str) -> None:
        answer = decide(scheme(power("head", deputy_rule=rule)), asked(), self.VACANT)
        assert [each.reason for each in answer.refused] == [Reason.VACANT]

    def test_an_interim_does_not_use_what_only_the_substantive_holder_may(self) -> None:
        head = power("head", deputy_rule="substantive-only")
        answer = decide(scheme(head), asked(), {"head": (Tenure("interim", "Somebody"),)})
        assert [each.reason for each in answer.refused] == [Reason.NOT_SUBSTANTIVE]

    def test_a_holder_that_is_not_recorded_is_not_a_vacancy(self) -> None:
        assert decide(scheme(power("head")), asked(), {}).approves is not None


class TestChains:
    def test_nobody_decides_beyond_their_givers_own_authority(self) -> None:
        giver = power("giver", bands=(Band(up_to=Decimal(100)),))
        head = power("head", parent="giver", bands=(Band(up_to=Decimal(500)),))
        answer = decide(scheme(giver, head), asked("300"), {})
        assert answer.approves is None
        assert {each.power.key: each.reason for each in answer.refused} == {
            "giver": Reason.TOO_MUCH,
            "head": Reason.BEYOND_GIVER,
        }

    def test_what_may_not_be_passed_on_was_not_passed_on(self) -> None:
        giver = power("giver", onward=False, bands=(Band(above=Decimal(100)),))
        head = power("head", parent="giver", bands=(Band(up_to=Decimal(100)),))
        answer = decide(scheme(giver, head), asked("50"), {})
        assert Reason.NOT_ONWARD in [each.reason for each in answer.refused]

    def test_a_circle_gives_nobody_anything(self) -> None:
        answer = decide(scheme(power("a", parent="b"), power("b", parent="a")), asked(), {})
        assert {each.reason for each in answer.refused} == {Reason.CIRCLE}

    def test_who_only_recommends_gives_nothing(self) -> None:
        adviser = power("adviser", part="recommends")
        answer = decide(scheme(adviser, power("head", parent="adviser")), asked(), {})
        assert [each.reason for each in answer.refused] == [Reason.NOT_GIVEN]
        assert [each.through for each in answer.refused] == [adviser]

    def test_what_was_given_by_nobody_in_the_scheme_was_not_given(self) -> None:
        answer = decide(scheme(power("head", parent="somebody")), asked(), {})
        assert [each.reason for each in answer.refused] == [Reason.NOT_GIVEN]

    @pytest.mark.parametrize("day", ["2025-05-31", "2025-06-02"])
    def test_a_power_holds_from_its_first_day_to_its_last(self, day: str) -> None:
        for_a_day = power("head", effective_from=DAY, effective_until=DAY)
        assert decide(scheme(for_a_day), asked(), {}).approves is not None
        question = replace(asked(), on=date.fromisoformat(day))
        reason = Reason.NOT_YET if question.on < DAY else Reason.ENDED
        assert [each.reason for each in decide(scheme(for_a_day), question, {}).refused] == [reason]

    def test_a_giver_for_one_service_gives_nothing_for_another(self) -> None:
        giver = power("giver", services=frozenset({"acute"}))
        answer = decide(
            scheme(giver, power("head", parent="giver")), asked(service="community"), {}
        )
        assert {each.power.key: each.reason for each in answer.refused} == {
            "giver": Reason.OTHER_SERVICE,
            "head": Reason.BEYOND_GIVER,
        }

    def test_a_memorandum_delegates_nothing(self) -> None:
        answer = decide(scheme(power("a", without_effect="The memorandum")), asked(), {})
        assert [each.reason for each in answer.refused] == [Reason.NO_EFFECT]

    @pytest.mark.parametrize("own", ["reserved", "own", "delegated-in"])
    def test_what_is_not_delegable_stays_where_the_law_puts_it(self, own: str) -> None:
        board = power("board", type=own)
        answer = decide(scheme(board, power("head"), non_delegable=True), asked(), {})
        assert answer.approves is not None
        assert answer.approves.power.key == "board"
        assert [each.reason for each in answer.refused] == [Reason.NOT_DELEGABLE]


class TestResidual:
    CHIEF = power("chief", decision="", type="residual")

    def test_what_nobody_was_given_is_the_chief_executives(self) -> None:
        answer = decide(scheme(self.CHIEF), asked(), {})
        assert answer.residual
        assert answer.approves is not None
        assert answer.approves.power.key == "chief"

    def test_nor_what_may_not_be_delegated(self) -> None:
        assert decide(scheme(self.CHIEF, non_delegable=True), asked(), {}).approves is None

    def test_only_an_approval_that_is_residual_is_for_anything(self) -> None:
        told = power("told", decision="", type="residual", part="told")
        other = power("other", decision="", type="own")
        assert decide(scheme(told, other), asked(), {}).approves is None

    def test_where_a_residual_power_has_ended_nobody_is_found(self) -> None:
        answer = decide(scheme(replace(self.CHIEF, effective_until=date.min)), asked(), {})
        assert answer.approves is None
        assert not answer.residual

    def test_not_where_somebody_was(self) -> None:
        head = power("head", bands=(Band(up_to=Decimal(10)),))
        answer = decide(scheme(self.CHIEF, head), asked("11"), {})
        assert answer.approves is None


@example(Question("matter", DAY))
@given(questions())
def test_an_overlap_is_told(question: Question) -> None:
    answer = decide(scheme(power("a"), power("b")), question, {})
    assert answer.approves is not None
    assert [step.power.key for step in answer.alike] == ["b"]
