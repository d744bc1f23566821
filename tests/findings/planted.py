"""One planted fault for every rule, and its innocent twin: how the two differ stands in one place.

Each plant is a function of `k`, which makes keys of its own, and `wrong`: whether to break the
rule.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .planting import COUNCIL, ENDED, LIVING, Case, Parts, Plant

CASES: dict[str, Case] = {}
Key = Callable[[str], str]


def case(rule: str, *, alone: bool = False) -> Callable[[Plant], Plant]:
    def kept(plant: Plant) -> Plant:
        assert rule not in CASES, rule
        CASES[rule] = Case(rule, plant, alone)
        return plant

    return kept


def power(k: Key, name: str, **more: Any) -> dict[str, Any]:
    """A row by which a committee of the same name approves the matter."""
    return {
        "key": k(name),
        "decision": k("matter"),
        "type": "delegated",
        "held_by": name.capitalize(),
        **more,
    }


def limit(k: Key, of: str, up_to: str | None = None, **more: Any) -> dict[str, Any]:
    return {"key": k(f"{of}-limit"), "delegation": k(of), "up_to": up_to, **more}


def matter(k: Key, **more: Any) -> list[dict[str, Any]]:
    return [{"key": k("matter"), **more}]


PAST, FUTURE = "2026-03-31", "2027-03-31"


# Who may decide.


@case("scheme-none", alone=True)
def _(k: Key, wrong: bool) -> Parts:
    return {"principle": [{"key": k("aim")}]} | ({} if wrong else {"decision": matter(k)})


@case("decision-nobody")
def _(k: Key, wrong: bool) -> Parts:
    part = "recommends" if wrong else "approves"
    return {
        "decision": matter(k, non_delegable=True),
        "delegation": [power(k, "board", type="reserved", part=part)],
    }


@case("limit-gap")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "delegation": [power(k, "head"), power(k, "board")],
        "limit": [
            limit(k, "head", "250000"),
            limit(k, "board", above="300000" if wrong else "250000"),
        ],
    }


@case("decision-two-holders")
def _(k: Key, wrong: bool) -> Parts:
    under = {} if wrong else {"parent": k("board")}
    return {
        "decision": matter(k),
        "delegation": [power(k, "board"), power(k, "panel", **under)],
    }


@case("limit-overlap")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "delegation": [power(k, "board"), power(k, "one"), power(k, "other")],
        "limit": [limit(k, "one", "100"), limit(k, "other", "100" if wrong else "50")],
    }


@case("limit-inversion")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "post": [{"key": k("head"), "reports_to": k("chief")}, {"key": k("chief")}],
        "delegation": [
            power(k, "board"),
            power(k, "chiefs", holder=k("chief"), held_by="", parent=k("board")),
            power(k, "heads", holder=k("head"), held_by="", parent=k("board")),
        ],
        "limit": [limit(k, "chiefs", "500"), limit(k, "heads", "600" if wrong else "400")],
    }


@case("limit-words-disagree")
def _(k: Key, wrong: bool) -> Parts:
    said = "Up to £300k a year" if wrong else "Up to £0.25m a year"
    return {
        "decision": matter(k),
        "delegation": [power(k, "board"), power(k, "head", parent=k("board"), limit=said)],
        "limit": [limit(k, "head", "250000", basis="yearly")],
    }


@case("power-lapsed")
def _(k: Key, wrong: bool) -> Parts:
    instead = [] if wrong else [power(k, "instead", parent=k("board"))]
    return {
        "decision": matter(k),
        "delegation": [
            power(k, "board"),
            power(k, "head", parent=k("board"), effective_until=PAST),
            *instead,
        ],
    }


# Chains of powers.


@case("chain-beyond-giver")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "delegation": [
            power(k, "board"),
            power(k, "chief", parent=k("board")),
            power(k, "head", parent=k("chief")),
        ],
        "limit": [limit(k, "chief", "50"), limit(k, "head", "100" if wrong else "50")],
    }


@case("chain-circle")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "delegation": [
            power(k, "one", parent=k("other") if wrong else None),
            power(k, "other", parent=k("one")),
        ],
    }


@case("chain-not-onward")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "delegation": [
            power(k, "panel", onward=not wrong),
            power(k, "head", parent=k("panel")),
        ],
    }


@case("chain-giver-without-power")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "delegation": [
            power(k, "panel", type="advisory" if wrong else "reserved"),
            power(k, "head", parent=k("panel")),
        ],
    }


@case("chain-giver-over")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "delegation": [
            power(k, "panel", effective_until=PAST if wrong else FUTURE),
            power(k, "head", parent=k("panel")),
        ],
    }


@case("power-without-holder")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k),
        "delegation": [power(k, "row", held_by="" if wrong else "Somebody")],
    }


@case("deputy-not-named")
def _(k: Key, wrong: bool) -> Parts:
    deputy = None if wrong else k("deputy")
    return {
        "decision": matter(k),
        "post": [{"key": k("deputy")}],
        "delegation": [power(k, "head", deputy_rule="named-deputy", deputy=deputy)],
    }


@case("deputy-not-recorded")
def _(k: Key, wrong: bool) -> Parts:
    rule = "" if wrong else "any-executive"
    return {
        "decision": matter(k),
        "post": [{"key": k("head"), "executive": True}, {"key": k("other"), "executive": True}],
        "delegation": [
            power(k, "silent", holder=k("head"), held_by="", deputy_rule=rule, part="approves"),
            power(
                k,
                "said",
                holder=k("other"),
                held_by="",
                parent=k("silent"),
                deputy_rule="any-executive",
            ),
        ],
    }


# The law.


@case("matter-not-delegable")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "decision": matter(k, non_delegable=wrong),
        "delegation": [power(k, "board", type="own"), power(k, "head", parent=k("board"))],
    }


@case("function-not-delegable")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "function": [{"key": k("accounts"), "non_delegable": wrong}],
        "delegation": [{"key": k("row"), "type": "delegated", "function": k("accounts")}],
    }


@case("law-bars-delegation")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "legal-basis": [
            {"key": k("law"), "enactment": "An Act", "number": "1", "bars_delegation": wrong}
        ],
        "delegation": [{"key": k("row"), "type": "delegated", "legal_basis": k("law")}],
    }


@case("memorandum-as-delegation")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "agreement": [{"key": k("paper"), "form": "memorandum" if wrong else "delegation-out"}],
        "delegation": [{"key": k("row"), "type": "delegated-out", "agreement": k("paper")}],
    }


def _resting(k: Key, **law: Any) -> Parts:
    return {
        "legal-basis": [{"key": k("law"), "enactment": "An Act", "number": "1", **law}],
        "agreement": [{"key": k("paper"), "form": "memorandum", "legal_basis": k("law")}],
    }


@case("law-lapsed")
def _(k: Key, wrong: bool) -> Parts:
    return _resting(k, in_force_until=PAST if wrong else FUTURE)


@case("law-not-yet")
def _(k: Key, wrong: bool) -> Parts:
    return _resting(k, in_force_from=FUTURE if wrong else PAST)


@case("law-misnumbered")
def _(k: Key, wrong: bool) -> Parts:
    number = "section 14Z44" if wrong else "section 14Z45"
    return {"figure": [{"key": k("duty"), "name": "Public involvement", "wording": number}]}


# Planned and in force.


@case("planned-as-in-force")
def _(k: Key, wrong: bool) -> Parts:
    standing = "proposed" if wrong else "in-force"
    return {"delegation": [{"key": k("row"), "type": "delegated", "standing": standing}]}


@case("plan-overdue")
def _(k: Key, wrong: bool) -> Parts:
    begins = PAST if wrong else FUTURE
    return {"delegation": [{"key": k("row"), "type": "intended", "effective_from": begins}]}


@case("holder-only-proposed")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "committee": [{"key": k("panel"), "standing": "proposed" if wrong else "in-force"}],
        "delegation": [{"key": k("row"), "type": "delegated", "holder": k("panel")}],
    }


# Agreements.


def _agreement(k: Key, **more: Any) -> Parts:
    return {
        "body": [
            {"key": k("us"), "organisation": LIVING},
            {"key": k("council"), "organisation": COUNCIL},
        ],
        "legal-basis": [
            {
                "key": k("law"),
                "enactment": "National Health Service Act 2006",
                "number": "section 75",
            }
        ],
        "agreement": [
            {
                "key": k("paper"),
                "form": "section-75",
                "parties": [k("us"), k("council")],
                "legal_basis": k("law"),
                "effective_until": FUTURE,
                "aims": "Aims.",
                "contributions": "Each half.",
                "reports": "Every quarter.",
                **more,
            }
        ],
    }


@case("section-75-incomplete")
def _(k: Key, wrong: bool) -> Parts:
    return _agreement(k, **({"reports": None} if wrong else {}))


@case("section-75-without-council")
def _(k: Key, wrong: bool) -> Parts:
    return _agreement(k, **({"parties": [k("us")]} if wrong else {}))


@case("agreement-over")
def _(k: Key, wrong: bool) -> Parts:
    return _agreement(k, effective_until=PAST if wrong else FUTURE)


@case("agreement-overdue")
def _(k: Key, wrong: bool) -> Parts:
    return _agreement(k, review_on=PAST if wrong else FUTURE)


@case("agreement-one-party")
def _(k: Key, wrong: bool) -> Parts:
    return _agreement(k, **({"parties": [k("council")]} if wrong else {}))


@case("agreement-without-law")
def _(k: Key, wrong: bool) -> Parts:
    return _agreement(k, **({"legal_basis": None} if wrong else {}))


@case("agreement-wrong-law")
def _(k: Key, wrong: bool) -> Parts:
    return _agreement(k, form="delegation-out" if wrong else "section-75")


@case("power-without-agreement")
def _(k: Key, wrong: bool) -> Parts:
    paper = None if wrong else k("paper")
    return {
        "agreement": [{"key": k("paper"), "form": "delegation-out"}],
        "delegation": [{"key": k("row"), "type": "delegated-out", "agreement": paper}],
    }


# Instruments.


def _instrument(k: Key, **more: Any) -> Parts:
    return {
        "instrument": [
            {"key": k("paper"), "form": "policy", "issue": "2.0", "approved_on": PAST, **more}
        ]
    }


@case("instrument-overdue")
def _(k: Key, wrong: bool) -> Parts:
    return _instrument(k, review_on=PAST if wrong else FUTURE)


@case("instrument-two-current")
def _(k: Key, wrong: bool) -> Parts:
    other = "Gifts policy" if wrong else "Seal policy"
    return {
        "instrument": [
            {"key": k("one"), "form": "policy", "name": "Gifts policy, version 1", "issue": "1"},
            {"key": k("other"), "form": "policy", "name": f"{other}, version 2", "issue": "2"},
        ]
    }


@case("instrument-version-disagrees")
def _(k: Key, wrong: bool) -> Parts:
    return _instrument(k, name=f"Risk policy (version {'0.0' if wrong else '2'})")


@case("instrument-not-approved")
def _(k: Key, wrong: bool) -> Parts:
    return _instrument(k, **({"approved_on": None} if wrong else {}))


@case("instrument-approved-late")
def _(k: Key, wrong: bool) -> Parts:
    return _instrument(k, approved_on=FUTURE if wrong else PAST)


# Committees.


@case("terms-overdue")
def _(k: Key, wrong: bool) -> Parts:
    terms = {"form": "terms-of-reference", "review_on": PAST if wrong else FUTURE}
    return {
        "instrument": [{"key": k("terms"), **terms}],
        "committee": [{"key": k("panel"), "terms": k("terms")}],
    }


@case("terms-missing")
def _(k: Key, wrong: bool) -> Parts:
    terms = None if wrong else k("terms")
    return {
        "instrument": [{"key": k("terms"), "form": "terms-of-reference"}],
        "committee": [
            {"key": k("board"), "terms": k("terms")},
            {"key": k("panel"), "terms": terms},
        ],
    }


@case("terms-none", alone=True)
def _(k: Key, wrong: bool) -> Parts:
    return {
        "instrument": [{"key": k("terms"), "form": "terms-of-reference"}],
        "committee": [{"key": k("board"), "terms": None if wrong else k("terms")}],
    }


def _table(k: Key, *, quorum: int, form: str = "committee") -> Parts:
    return {
        "post": [{"key": k("chair")}, {"key": k("member")}],
        "committee": [
            {
                "key": k("panel"),
                "form": form,
                "quorum_number": quorum,
                "chaired_by": k("chair"),
            }
        ],
        "seat": [
            {"key": k("seat-chair"), "committee": k("panel"), "post": k("chair"), "number": 1},
            {"key": k("seat-member"), "committee": k("panel"), "post": k("member"), "number": 1},
        ],
    }


@case("quorum-beyond-seats")
def _(k: Key, wrong: bool) -> Parts:
    return _table(k, quorum=3 if wrong else 2)


@case("quorum-vacancies")
def _(k: Key, wrong: bool) -> Parts:
    form = "vacant" if wrong else "interim"
    return _table(k, quorum=2) | {"held": {k("member"): form}}


@case("chair-vacant")
def _(k: Key, wrong: bool) -> Parts:
    form = "vacant" if wrong else "interim"
    return _table(k, quorum=1) | {"held": {k("chair"): form}}


@case("chair-not-recorded")
def _(k: Key, wrong: bool) -> Parts:
    role = "member" if wrong else "chair"
    return {
        "committee": [{"key": k("panel")}],
        "seat": [{"key": k("seat"), "committee": k("panel"), "role": role, "represents": "Lay"}],
    }


@case("seat-of-nobody")
def _(k: Key, wrong: bool) -> Parts:
    return {"seat": [{"key": k("seat"), "represents": None if wrong else "A patient"}]}


@case("sub-committee-of-nothing")
def _(k: Key, wrong: bool) -> Parts:
    parent = None if wrong else k("board")
    return {
        "committee": [
            {"key": k("board"), "form": "board"},
            {"key": k("panel"), "form": "sub-committee", "parent": parent},
        ]
    }


# Posts.


def _held(k: Key, form: str, **more: Any) -> Parts:
    return {
        "decision": matter(k),
        "post": [{"key": k("head")}, {"key": k("deputy")}],
        "delegation": [power(k, "row", holder=k("head"), held_by="", **more)],
        "held": {k("head"): form},
    }


@case("post-vacant")
def _(k: Key, wrong: bool) -> Parts:
    return _held(k, "vacant" if wrong else "acting")


@case("post-vacant-with-deputy")
def _(k: Key, wrong: bool) -> Parts:
    return _held(k, "vacant" if wrong else "acting", deputy_rule="named-deputy", deputy=k("deputy"))


@case("post-vacant-leads")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "post": [{"key": k("head")}],
        "team": [{"key": k("team"), "led_by": k("head")}],
        "held": {k("head"): "vacant" if wrong else "acting"},
    }


@case("post-vacant-awaited")
def _(k: Key, wrong: bool) -> Parts:
    return _held(k, "vacant" if wrong else "acting", part="recommends")


@case("post-not-substantive")
def _(k: Key, wrong: bool) -> Parts:
    return _held(k, "acting" if wrong else "substantive", deputy_rule="substantive-only")


@case("post-reports-in-circle")
def _(k: Key, wrong: bool) -> Parts:
    above = k("head") if wrong else None
    return {
        "post": [
            {"key": k("head"), "reports_to": k("chief")},
            {"key": k("chief"), "reports_to": above},
        ]
    }


@case("post-nowhere")
def _(k: Key, wrong: bool) -> Parts:
    unit = None if wrong else k("unit")
    return {
        "directorate": [{"key": k("unit")}],
        "post": [{"key": k("head"), "directorate": unit}],
    }


@case("unit-without-lead")
def _(k: Key, wrong: bool) -> Parts:
    lead = None if wrong else k("head")
    return {"post": [{"key": k("head")}], "directorate": [{"key": k("unit"), "led_by": lead}]}


# Functions.


@case("function-no-owner")
def _(k: Key, wrong: bool) -> Parts:
    unit = None if wrong else k("unit")
    return {
        "directorate": [{"key": k("unit")}],
        "function": [{"key": k("work"), "directorate": unit}],
    }


@case("duty-no-owner")
def _(k: Key, wrong: bool) -> Parts:
    held = [] if wrong else [{"key": k("row"), "function": k("duty"), "held_by": "The Board"}]
    return {"function": [{"key": k("duty"), "statutory": True}], "delegation": held}


@case("function-two-holders")
def _(k: Key, wrong: bool) -> Parts:
    own = {"type": "own", "function": k("work")}
    return {
        "function": [{"key": k("work")}],
        "committee": [{"key": k("one")}, {"key": k("other")}],
        "delegation": [
            {"key": k("row-one"), "holder": k("one"), "level": "system", **own},
            {
                "key": k("row-other"),
                "holder": k("other"),
                "level": "system" if wrong else "place",
                **own,
            },
        ],
    }


@case("function-given-up")
def _(k: Key, wrong: bool) -> Parts:
    stays = None if wrong else k("us")
    return {
        "body": [{"key": k("us")}],
        "function": [{"key": k("duty"), "statutory": True}],
        "transfer": [{"key": k("move"), "function": k("duty"), "accountable_meanwhile": stays}],
    }


# Places.


@case("place-no-sponsor")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "post": [{"key": k("chief")}],
        "place": [
            {"key": k("north"), "executive_sponsor": k("chief")},
            {"key": k("south"), "executive_sponsor": None if wrong else k("chief")},
        ],
    }


@case("place-nobody-leads")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "post": [{"key": k("director")}],
        "place": [{"key": k("north"), "led_by": None if wrong else k("director")}],
    }


@case("place-no-partnership")
def _(k: Key, wrong: bool) -> Parts:
    other = [] if wrong else [{"key": k("partnership-south"), "place": k("south")}]
    return {
        "place": [{"key": k("north")}, {"key": k("south")}],
        "partnership": [{"key": k("partnership-north"), "place": k("north")}, *other],
    }


@case("partnership-no-convenor")
def _(k: Key, wrong: bool) -> Parts:
    chair = {"role": "chair", "represents": "An independent chair"}
    other = [] if wrong else [{"key": k("seat-south"), "committee": k("south"), **chair}]
    return {
        "partnership": [{"key": k("north")}, {"key": k("south")}],
        "seat": [{"key": k("seat-north"), "committee": k("north"), **chair}, *other],
    }


def _members(k: Key, *roles: str) -> Parts:
    return {
        "collaborative": [{"key": k("acute")}],
        "body": [{"key": k(f"trust-{at}")} for at, _ in enumerate(roles)],
        "membership": [
            {"key": k(f"member-{at}"), "of": k("acute"), "body": k(f"trust-{at}"), "role": role}
            for at, role in enumerate(roles)
        ],
    }


@case("collaborative-no-members")
def _(k: Key, wrong: bool) -> Parts:
    return _members(k, "lead", "involved" if wrong else "member")


@case("collaborative-no-lead")
def _(k: Key, wrong: bool) -> Parts:
    return _members(k, "member", "member" if wrong else "lead")


# The commissioning cycle.


def _stage(k: Key, *parts: str | None) -> Parts:
    return {
        "directorate": [{"key": k(f"unit-{at}")} for at, _ in enumerate(parts)],
        "cycle": [{"key": k("cycle")}],
        "stage": [{"key": k("stage"), "cycle": k("cycle")}],
        "responsibility": [
            {
                "key": k(f"entry-{at}"),
                "cycle": k("cycle"),
                "holder": k(f"unit-{at}"),
                "part": part,
                "stages": [k("stage")],
            }
            for at, part in enumerate(parts)
        ],
    }


@case("stage-nobody")
def _(k: Key, wrong: bool) -> Parts:
    return _stage(k, *([] if wrong else [None]))


@case("stage-two-accountable")
def _(k: Key, wrong: bool) -> Parts:
    return _stage(k, "accountable", "accountable" if wrong else "responsible")


@case("stage-none-accountable")
def _(k: Key, wrong: bool) -> Parts:
    return _stage(k, "responsible", "consulted" if wrong else "accountable")


# Responsibility matrices.


def _matrix(k: Key, *parts: str | None, letters: str = "raci", **more: Any) -> Parts:
    return {
        "responsibility-matrix": [{"key": k("matrix"), "letters": letters}],
        "function": [{"key": k("function"), "directorate": k("unit-0")}],
        "directorate": [{"key": k(f"unit-{at}")} for at, _ in enumerate(parts)],
        "responsibility": [
            {
                "key": k(f"entry-{at}"),
                "matrix": k("matrix"),
                "function": k("function"),
                "holder": k(f"unit-{at}"),
                "part": part,
            }
            | more
            for at, part in enumerate(parts)
        ],
    }


@case("matrix-two-accountable")
def _(k: Key, wrong: bool) -> Parts:
    return _matrix(k, "responsible", "accountable", "accountable" if wrong else "informed")


@case("matrix-none-accountable")
def _(k: Key, wrong: bool) -> Parts:
    return _matrix(k, "performs", "agrees" if wrong else "decides", letters="rapid")


@case("matrix-nobody-does")
def _(k: Key, wrong: bool) -> Parts:
    return _matrix(k, "accountable", "consulted" if wrong else "responsible")


@case("matrix-letter-unknown")
def _(k: Key, wrong: bool) -> Parts:
    letters = "raci" if wrong else "rasci"
    return _matrix(k, "accountable", "responsible", "supports", letters=letters)


@case("matrix-accountable-gone")
def _(k: Key, wrong: bool) -> Parts:
    found = _matrix(k, "accountable", holder=k("head"))
    found["responsibility"].append(found["responsibility"][0] | {"key": k("work")})
    found["responsibility"][1]["part"] = "responsible"
    return found | {
        "post": [{"key": k("head"), "directorate": k("unit-0")}],
        "held": {k("head"): "vacant" if wrong else "acting"},
    }


@case("matrix-duty-missing", alone=True)
def _(k: Key, wrong: bool) -> Parts:
    found = _matrix(k, "accountable", "responsible")
    found["function"][0]["statutory"] = True
    left_out = {"key": k("left-out"), "directorate": k("unit-0"), "statutory": wrong}
    return found | {"function": [*found["function"], left_out]}


# Bodies that have ended.


def _body(k: Key, *, ended: bool) -> list[dict[str, Any]]:
    return [{"key": k("body"), "organisation": ENDED if ended else LIVING}]


@case("body-ended")
def _(k: Key, wrong: bool) -> Parts:
    return {"body": _body(k, ended=wrong)}


@case("power-of-ended-body")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "body": _body(k, ended=wrong),
        "delegation": [{"key": k("row"), "type": "own", "holder": k("body")}],
    }


@case("seat-of-ended-body")
def _(k: Key, wrong: bool) -> Parts:
    return {"body": _body(k, ended=wrong), "seat": [{"key": k("seat"), "body": k("body")}]}


@case("agreement-with-ended-body")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "body": _body(k, ended=wrong),
        "agreement": [{"key": k("paper"), "form": "memorandum", "parties": [k("body")]}],
    }


@case("member-ended")
def _(k: Key, wrong: bool) -> Parts:
    return {
        "body": _body(k, ended=wrong),
        "collaborative": [{"key": k("acute")}],
        "membership": [{"key": k("member"), "of": k("acute"), "body": k("body")}],
    }


# On the way.


def _transfer(k: Key, **more: Any) -> Parts:
    stated = {
        "receiver": k("region"),
        "accountable_meanwhile": k("region"),
        "begins_on": FUTURE,
        "ends_on": FUTURE,
    }
    return {
        "body": [{"key": k("region")}],
        "transfer": [{"key": k("move"), **stated, **more}],
    }


@case("transfer-no-receiver")
def _(k: Key, wrong: bool) -> Parts:
    return _transfer(k, receiver=None, to_level=None if wrong else "region")


@case("transfer-nobody-accountable")
def _(k: Key, wrong: bool) -> Parts:
    return _transfer(k, accountable_meanwhile=None if wrong else k("region"))


@case("transfer-no-date")
def _(k: Key, wrong: bool) -> Parts:
    return _transfer(k, begins_on=None, ends_on=None if wrong else FUTURE)


@case("transfer-overdue")
def _(k: Key, wrong: bool) -> Parts:
    return _transfer(k, begins_on=None, ends_on=PAST if wrong else FUTURE)


@case("milestone-overdue")
def _(k: Key, wrong: bool) -> Parts:
    standing = "agreed" if wrong else "delivered"
    return {"milestone": [{"key": k("step"), "ends_on": PAST, "standing": standing}]}


@case("workstream-no-lead")
def _(k: Key, wrong: bool) -> Parts:
    lead = None if wrong else k("head")
    return {"post": [{"key": k("head")}], "workstream": [{"key": k("work"), "led_by": lead}]}


@case("risk-no-owner")
def _(k: Key, wrong: bool) -> Parts:
    owner = None if wrong else k("head")
    return {"post": [{"key": k("head")}], "risk": [{"key": k("risk"), "owner": owner}]}


@case("risk-nothing-done")
def _(k: Key, wrong: bool) -> Parts:
    other = [] if wrong else [{"key": k("mitigation"), "risk": k("risk")}]
    return {"risk": [{"key": k("risk")}], "mitigation": other}
