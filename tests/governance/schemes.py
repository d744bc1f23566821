"""Random schemes, small enough to read and odd enough to try every rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from governance.deciding.holding import Tenure, Tenures
from governance.deciding.question import Question
from governance.deciding.scheme import Band, Holder, Matter, Power, Scheme

DAYS = [date(2025, month, 1) for month in (1, 4, 7, 10)]
AMOUNTS = [Decimal(number) for number in (0, 1, 50, 51, 100, 101, 250, 251, 500, 1000)]
BASES = ["transaction", "transaction", "yearly", "cumulative"]
PLACES = {"county": "The county", "north": "North", "south": "South", "town": "The town"}
ABOVE = {"north": "county", "south": "county", "town": "north"}
SERVICES = {"community": "Community services", "acute": "Acute services"}
POSTS = [Holder(f"post-{number}", "post", f"Post {number}", number < 2) for number in range(5)]
HOLDERS = [*POSTS, Holder("board", "committee", "Board"), Holder("", "", "The chief officer")]
TYPES = [
    "own", "own", "reserved", "delegated", "delegated", "sub-delegated", "delegated-in", "joint",
    "delegated-out", "section-75", "urgent", "urgent", "urgent", "intended", "none", "advisory",
    "residual",
]  # fmt: skip
RULES = ["", "substantive-only", "named-deputy", "any-executive"]


class Chance:
    """Choices made with drawn bytes, one for each: many times as fast as a draw for each. A zero
    takes the first option, so what is found is shrunk towards the plain."""

    def __init__(self, drawn: bytes):
        self._drawn = iter(drawn)

    def of(self, options: Sequence[Any]) -> Any:
        return options[next(self._drawn) % len(options)]

    def odd(self, usual: Any, options: Sequence[Any], one_in: int) -> Any:
        """What is usual, or once in so many times one of the options."""
        chosen = self.of(options)
        return chosen if self.of(range(one_in)) == one_in - 1 else usual


def by_chance(make: Callable[[Chance], Any], size: int) -> st.SearchStrategy[Any]:
    return st.binary(min_size=size, max_size=size).map(lambda drawn: make(Chance(drawn)))


def _band(chance: Chance, one_in: int = 3) -> Band:
    ends = sorted((chance.of(AMOUNTS), chance.of(AMOUNTS)))
    return Band(
        basis=chance.of(BASES),
        above=chance.odd(None, [ends[0]], min(one_in, 3)),
        includes_above=chance.of([False, True]),
        up_to=chance.odd(ends[1], [None], 3),
        includes_up_to=chance.of([True, True, False]),
        budgeted=chance.odd(None, [True, False], one_in),
        recurrent=chance.odd(None, [True, False], one_in),
        signatures=chance.of([None, None, 1, 2]),
    )


def _power(chance: Chance, number: int, one_in: int) -> Power:
    """A power; of the things that may be odd about it, one in so many is."""

    def odd(usual: Any, options: Sequence[Any]) -> Any:
        return chance.odd(usual, options, one_in)

    places, services = list(PLACES), list(SERVICES)
    return Power(
        key=f"power-{number}",
        decision=odd("matter", ["matter", "matter", "", "another"]),
        part=odd("approves", ["approves", "recommends", "consulted", "signs", "told"]),
        type=odd(chance.of(["delegated", "delegated", "own"]) if number else "own", TYPES),
        holder=chance.of(HOLDERS),
        # Now and then to itself, to a later one, or to none that is there: schemes have faults.
        parent=odd(
            chance.of([f"power-{before}" for before in range(number)] or [""]),
            ["", f"power-{number}", "power-0", "power-1", "power-99"],
        ),
        places=odd(frozenset(), [frozenset({chance.of(places), chance.of(places)})]),
        services=odd(frozenset(), [frozenset({chance.of(services), chance.of(services)})]),
        bands=tuple(_band(chance, one_in) for _ in range(chance.of([0, 1, 1, 2, 3]))),
        effective_from=odd(None, DAYS),
        effective_until=odd(None, DAYS),
        onward=odd(True, [None, True, False]),
        deputy_rule=chance.of(RULES),
        deputy=chance.of([None, *POSTS]),
        without_effect=odd("", ["", "A memorandum"]),
    )


def _scheme(chance: Chance) -> Scheme:
    one_in = chance.of([24, 24, 12, 4, 1])
    made = [_power(chance, number, one_in) for number in range(chance.of(range(1, 9)))]
    if chance.of(range(6)) == 5:  # Nobody is named for the matter.
        made = [
            replace(power, decision="", type=chance.of(["residual", "delegated"]), parent="")
            for power in made
        ]
    return Scheme(
        matters={"matter": Matter("matter", "A matter", non_delegable=chance.of(range(5)) == 4)},
        powers=tuple(made if chance.of([True, False]) else reversed(made)),
        places=PLACES,
        # Now and then the county is said to be part of the town.
        above=ABOVE | chance.of([{}, {}, {}, {"county": "town"}]),
        services=SERVICES,
        executives=tuple(post for post in POSTS if post.executive),
    )


def _question(chance: Chance) -> Question:
    return Question(
        decision="matter",
        on=chance.of(DAYS),
        amounts={chance.of(BASES): chance.of(AMOUNTS) for _ in range(chance.of([1, 0, 2]))},
        place=chance.of(["", *PLACES]),
        service=chance.of(["", *SERVICES]),
        budgeted=chance.of([True, True, False]),
        recurrent=chance.of([None, None, True, False]),
        urgent=chance.of([False, True]),
    )


def _tenures(chance: Chance) -> Tenures:
    forms = ["substantive", "vacant", "vacant", "acting", "interim", "shared"]
    recorded = [chance.of([0, 0, 0, 1, 2]) for _ in POSTS]
    return {
        post.key: tuple(Tenure(chance.of(forms), "Somebody") for _ in range(number))
        for post, number in zip(POSTS, recorded, strict=True)
        if number
    }


def bands() -> st.SearchStrategy[Band]:
    return by_chance(_band, 16)


def schemes() -> st.SearchStrategy[Scheme]:
    return by_chance(_scheme, 8 * 80 + 16)


def questions() -> st.SearchStrategy[Question]:
    return by_chance(_question, 16)


def tenures() -> st.SearchStrategy[Tenures]:
    return by_chance(_tenures, 16)


def from_nothing_up(scheme: Scheme) -> Scheme:
    """The scheme with every band beginning at nothing, as most limits are written."""
    return replace(
        scheme,
        powers=tuple(
            replace(power, bands=tuple(replace(band, above=None) for band in power.bands))
            for power in scheme.powers
        ),
    )


def _ladder(chance: Chance) -> Scheme:
    """A scheme as a governance officer means it: a ladder of holders, each up to more than the one
    below, the first without end; all from nothing up, or each from where the one below ends."""
    ends = sorted({chance.of(AMOUNTS) for _ in range(chance.of(range(1, 7)))})
    limits = [None, *reversed(ends)]
    begins = [*limits[1:], None] if chance.of([True, False]) else [None] * len(limits)
    return Scheme(
        matters={"matter": Matter("matter", "A matter")},
        powers=tuple(
            Power(
                key=f"rung-{number}",
                decision="matter",
                part="approves",
                type="delegated" if number else "reserved",
                holder=chance.of(HOLDERS),
                parent=f"rung-{number - 1}" if number else "",
                bands=(Band(above=begins[number], up_to=limit),),
                places=chance.of([frozenset()] * 4 + [frozenset({"north"})]),
                effective_until=chance.of([None, None, None, None, *DAYS]),
                onward=chance.of([True, True, True, True, False]),
                deputy_rule=chance.of(RULES),
                deputy=chance.of([None, *POSTS]),
            )
            for number, limit in enumerate(limits)
        ),
        places=PLACES,
        above=ABOVE,
        services=SERVICES,
        executives=tuple(post for post in POSTS if post.executive),
    )


def ladders() -> st.SearchStrategy[Scheme]:
    return by_chance(_ladder, 64)


@st.composite
def narrower(draw: st.DrawFn, scheme: Scheme) -> Scheme:
    """The same scheme with one of its powers bounded further, in one way or another."""
    number = draw(st.integers(0, len(scheme.powers) - 1))
    power = scheme.powers[number]
    smaller = draw(st.sampled_from(list(_WAYS)).flatmap(lambda way: _WAYS[way](scheme, power)))
    return replace(scheme, powers=(*scheme.powers[:number], smaller, *scheme.powers[number + 1 :]))


def _in_fewer_places(scheme: Scheme, power: Power) -> st.SearchStrategy[Power]:
    """Of its places, or parts of them; of all places, where it has none."""
    inside = [
        place
        for place in PLACES
        if not power.places or power.places & {place, *_around(scheme, place)}
    ]
    some = st.frozensets(st.sampled_from(inside), min_size=1) if inside else st.just(power.places)
    return some.map(lambda places: replace(power, places=places))


def _around(scheme: Scheme, place: str) -> list[str]:
    found: list[str] = []
    while (place := scheme.above.get(place, "")) and place not in found:
        found.append(place)
    return found


def _for_fewer_services(_scheme: Scheme, power: Power) -> st.SearchStrategy[Power]:
    some = st.frozensets(st.sampled_from(sorted(power.services or SERVICES)), min_size=1)
    return some.map(lambda services: replace(power, services=services))


def _for_less_time(_scheme: Scheme, power: Power) -> st.SearchStrategy[Power]:
    begins, ends = power.effective_from or date.min, power.effective_until or date.max
    return st.builds(
        lambda begin, end: replace(
            power, effective_from=max(begin, begins), effective_until=min(end, ends)
        ),
        st.sampled_from(DAYS),
        st.sampled_from(DAYS),
    )


def _up_to_less(_scheme: Scheme, power: Power) -> st.SearchStrategy[Power]:
    """One of its bands made shorter at an end, or held to further terms; or a first band."""
    if not power.bands:
        return bands().map(lambda band: replace(power, bands=(band,)))

    def shorter(number: int, other: Band) -> Power:
        band = power.bands[number]
        less = replace(
            band,
            above=other.above if band.above is None else max(band.above, other.above or band.above),
            includes_above=band.includes_above and other.includes_above,
            up_to=other.up_to if band.up_to is None else min(band.up_to, other.up_to or band.up_to),
            includes_up_to=band.includes_up_to and other.includes_up_to,
            budgeted=other.budgeted if band.budgeted is None else band.budgeted,
            recurrent=other.recurrent if band.recurrent is None else band.recurrent,
        )
        return replace(power, bands=(*power.bands[:number], less, *power.bands[number + 1 :]))

    return st.builds(shorter, st.integers(0, len(power.bands) - 1), bands())


def _not_to_be_passed_on(_scheme: Scheme, power: Power) -> st.SearchStrategy[Power]:
    return st.just(replace(power, onward=False))


def _without_deputy(_scheme: Scheme, power: Power) -> st.SearchStrategy[Power]:
    return st.just(replace(power, deputy_rule="substantive-only", deputy=None))


_WAYS = {
    "places": _in_fewer_places,
    "services": _for_fewer_services,
    "time": _for_less_time,
    "amounts": _up_to_less,
    "onward": _not_to_be_passed_on,
    "deputy": _without_deputy,
}
