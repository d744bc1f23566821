"""Whether posts that matter are filled, and the lines of reporting lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from governance.deciding.scheme import Power
from opmodel.findings.finding import Fault, Severity, fault, of_several, rule
from opmodel.findings.limits import gives, in_effect
from opmodel.findings.model import Model, Row
from opmodel.findings.words import counted, day, listed

from .coverage import SCHEME


def _held_by_posts(model: Model) -> dict[str, list[Power]]:
    """The powers to approve that each post holds on the day."""
    found: dict[str, list[Power]] = {}
    for power in model.scheme.powers:
        if gives(power) and in_effect(power, model.on) and power.holder.kind == "post":
            found.setdefault(power.holder.key, []).append(power)
    return found


def _has_deputy(model: Model, power: Power) -> bool:
    """Whether somebody may act for the vacant holder of the power."""
    outside = model.outside
    match power.deputy_rule:
        case "named-deputy":
            return power.deputy is not None and not outside.is_vacant(power.deputy.key)
        case "any-executive":
            return any(
                each.key != power.holder.key and not outside.is_vacant(each.key)
                for each in model.scheme.executives
            )
    return False


def _matters(model: Model, powers: list[Power]) -> str:
    names = (
        model.scheme.matters[power.decision].name
        if power.decision
        else model.by_key[power.key].name
        for power in powers
    )
    return listed([f"“{name}”" for name in dict.fromkeys(names)], most=4)


@rule(
    "post-vacant",
    "A vacant post, and powers that rest with it",
    severity=Severity.WARNING,
    why="Nobody can use these powers until the post is filled: the cases go to whoever stands next "
    "above, or wait.",
    mend="Appoint somebody, even for the time being, or name a deputy for these powers.",
    rests_on="Powers are given to posts; an empty post decides nothing.",
    reads=SCHEME,
)
def post_vacant(model: Model) -> Iterator[Fault]:
    held = _held_by_posts(model)
    for post in model.of("post"):
        if not model.outside.is_vacant(post.key):
            continue
        powers = held.get(post.key, [])
        resting = [power for power in powers if not _has_deputy(model, power)]
        if not resting:
            continue
        others = len(powers) - len(resting)
        also = f" In {others} more a deputy may." if others else ""
        yield Fault(
            f"{post.name} is vacant{_since(model, post)}, and nobody may act for it in "
            f"{_matters(model, resting)}.{also}",
            (
                ("vacant post", post),
                *(("power that rests", model.by_key[power.key]) for power in resting),
            ),
        )


@rule(
    "post-vacant-with-deputy",
    "A vacant post that deputies stand in for",
    severity=Severity.NOTE,
    why="The powers can be used, but by somebody else than the scheme means in the long run.",
    mend="Nothing at once: appoint somebody.",
    rests_on="The scheme's own rules for deputies.",
    reads=SCHEME,
)
def post_vacant_with_deputy(model: Model) -> Iterator[Fault]:
    held = _held_by_posts(model)
    for post in model.of("post"):
        powers = held.get(post.key, [])
        if not powers or not model.outside.is_vacant(post.key):
            continue
        if all(_has_deputy(model, power) for power in powers):
            yield fault(
                f"{post.name} is vacant{_since(model, post)}. A deputy may act for it in "
                f"{_matters(model, powers)}.",
                vacant_post=post,
            )


@rule(
    "post-vacant-leads",
    "A vacant post that leads something",
    severity=Severity.WARNING,
    why="What it leads, owns or looks after has nobody who answers for it.",
    mend="Appoint somebody, even for the time being, or give the lead to another post.",
    rests_on="Each part of the organisation has one person who answers for it.",
    reads=("post", "directorate", "team", "place", "instrument", "workstream", "risk"),
)
def post_vacant_leads(model: Model) -> Iterator[Fault]:
    for post in model.of("post"):
        if not model.outside.is_vacant(post.key):
            continue
        led = [
            row
            for kind, field in (
                ("directorate", "led_by"),
                ("team", "led_by"),
                ("place", "led_by"),
                ("place", "executive_sponsor"),
                ("workstream", "led_by"),
                ("instrument", "owner"),
                ("risk", "owner"),
            )
            for row in model.pointing(kind, field, post)
        ]
        if led:
            yield Fault(
                f"{post.name} is vacant{_since(model, post)}, so nobody answers for "
                f"{listed([row.name for row in led], most=4)}.",
                (("vacant post", post), *((row.kind.replace("-", " "), row) for row in led)),
            )


@rule(
    "post-vacant-awaited",
    "A vacant post that others wait for",
    severity=Severity.WARNING,
    why="The matter needs its recommendation or signature, and nobody can give it.",
    mend="Appoint somebody, even for the time being, or name a deputy.",
    rests_on="The chain of a decision: who recommends, who approves, who signs.",
    reads=SCHEME,
)
def post_vacant_awaited(model: Model) -> Iterator[Fault]:
    awaited: dict[str, list[Power]] = {}
    for power in model.scheme.powers:
        if power.part in ("recommends", "signs") and in_effect(power, model.on) and power.decision:
            awaited.setdefault(power.holder.key, []).append(power)
    for post in model.of("post"):
        powers = [power for power in awaited.get(post.key, ()) if not _has_deputy(model, power)]
        if powers and model.outside.is_vacant(post.key):
            yield Fault(
                f"{post.name} is vacant{_since(model, post)}, and has to recommend or sign in "
                f"{_matters(model, powers)}.",
                (("vacant post", post), *(("row", model.by_key[each.key]) for each in powers)),
            )


def _since(model: Model, post: Row) -> str:
    since = model.outside.vacant_since(post.key)
    return f" since {day(since)}" if since else ""


@rule(
    "post-not-substantive",
    "Powers that only the substantive holder may use rest",
    severity=Severity.WARNING,
    why="Somebody acts in the post, but may not use these powers: the cases go to whoever stands "
    "next above.",
    mend="Appoint somebody for good, or allow whoever acts in the post to use them.",
    rests_on="Schemes that give powers to the substantive holder only.",
    reads=SCHEME,
)
def post_not_substantive(model: Model) -> Iterator[Fault]:
    for key, powers in _held_by_posts(model).items():
        if model.outside.is_vacant(key) or model.outside.is_substantive(key):
            continue
        resting = [power for power in powers if power.deputy_rule == "substantive-only"]
        if resting:
            post = model.by_key[key]
            yield Fault(
                f"{post.name} is held for the time being only, so "
                f"{counted(resting, 'power rests', 'powers rest')}: {_matters(model, resting)}.",
                (
                    ("post", post),
                    *(("power that rests", model.by_key[power.key]) for power in resting),
                ),
            )


@rule(
    "post-reports-in-circle",
    "Posts that report to each other in a circle",
    severity=Severity.ERROR,
    why="None of them answers to anybody outside the circle, and no chart can be drawn.",
    mend="Correct whom one of them reports to.",
    rests_on="Lines of reporting end at the Board.",
    reads=("post",),
)
def post_reports_in_circle(model: Model) -> Iterator[Fault]:
    told: set[str] = set()
    for post in model.of("post"):
        walked: list[Row] = []
        each: Row | None = post
        while each is not None and each.kind == "post" and each not in walked:
            walked.append(each)
            each = each.reports_to
        if each is post and post.key not in told:
            told |= {one.key for one in walked}
            answering = [
                f"{one.name} reports to {above.name}"
                for one, above in zip(walked, [*walked[1:], post], strict=True)
            ]
            yield of_several(f"{listed(answering)}.", "post", walked)


@rule(
    "post-nowhere",
    "Posts that stand nowhere",
    severity=Severity.NOTE,
    why="A post without a directorate, a team, a body or anybody it reports to is missing from "
    "every chart.",
    mend="Say where it stands, or whom it reports to, where the source says so.",
    rests_on="Organisation charts show every post.",
    reads=("post", "directorate", "team", "place", "committee", "seat", "partnership"),
)
def post_nowhere(model: Model) -> Iterator[Fault]:
    nowhere = [
        post
        for post in model.of("post")
        if not (post.directorate or post.team or post.body or post.reports_to or post.appointed_by)
        and not any(
            model.pointing(kind, field, post)
            for kind, field in (
                ("directorate", "led_by"),
                ("team", "led_by"),
                ("place", "led_by"),
                ("committee", "chaired_by"),
                ("seat", "post"),
                ("seat", "one_of"),
                ("post", "reports_to"),
            )
        )
    ]
    if nowhere:
        yield of_several(
            f"Of {counted(nowhere, 'post', 'posts')} it is not recorded where "
            f"{'it stands' if len(nowhere) == 1 else 'they stand'}: "
            f"{listed([post.name for post in nowhere])}.",
            "post",
            nowhere,
        )


@rule(
    "unit-without-lead",
    "A directorate or team without a lead",
    severity=Severity.WARNING,
    why="Nobody answers for what it does.",
    mend="Say which post leads it.",
    rests_on="Each part of the organisation has one person who answers for it.",
    reads=("directorate", "team"),
)
def unit_without_lead(model: Model) -> Iterator[Fault]:
    for kind in ("directorate", "team"):
        units = model.of(kind)
        missing = [unit for unit in units if unit.led_by is None and unit.is_firm]
        if not missing:
            continue
        if len(missing) == len(units) and len(units) > 1:
            yield of_several(
                f"Who leads its {kind}s is not recorded for any of them.", kind, missing
            )
            continue
        for unit in missing:
            yield of_several(f"Who leads {unit.name} is not recorded.", kind, [unit])
