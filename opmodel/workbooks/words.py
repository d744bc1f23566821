"""What people write in the cells of a scheme: ticks, letters, amounts, bands, and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from governance.deciding.amounts import AmountUnreadable, amount, written
from governance.models import Delegation, Limit

from .base import folded

Part, Type = Delegation.Part, Delegation.Type


COUNTED: Final = {
    "yearly": "a year",
    "lifetime": "over the whole life",
    "cumulative": "for all changes since award",
    "weekly": "a week",
    "per-head": "for each head of the population",
}
"""How an amount is counted, in words; each time, where nothing is said."""
_NUMBERS: Final = ("", "one signature", "two signatures", "three signatures", "four signatures")


@dataclass(frozen=True, slots=True)
class Reach:
    """A band of amounts as the registry keeps it."""

    above: Decimal | None = None
    includes_above: bool = False
    up_to: Decimal | None = None
    includes_up_to: bool = True
    basis: str = ""
    vat: str = ""
    budgeted: bool | None = None
    recurrent: bool | None = None
    signatures: int | None = None

    @property
    def is_bounded(self) -> bool:
        return self.above is not None or self.up_to is not None

    def words(self) -> str:
        """The band as a person says it."""
        if not self.is_bounded:
            return "any amount"
        said = []
        if self.above is not None:
            said.append(f"{'from' if self.includes_above else 'above'} £{written(self.above)}")
        if self.up_to is not None:
            said.append(f"{'up to' if self.includes_up_to else 'below'} £{written(self.up_to)}")
        said.append(COUNTED.get(self.basis, ""))
        return ", ".join((" ".join(filter(None, said)), *self.terms()))

    def terms(self) -> Iterator[str]:
        """What it says besides amounts and how they are counted, each in words."""
        if self.budgeted is not None:
            yield "within budget" if self.budgeted else "outside budget"
        if self.recurrent is not None:
            yield "recurrent" if self.recurrent else "non-recurrent"
        if self.vat:
            yield "with VAT" if self.vat == "included" else "without VAT"
        if self.signatures:
            known = self.signatures < len(_NUMBERS)
            yield _NUMBERS[self.signatures] if known else f"{self.signatures} signatures"

    def overlaps(self, other: Reach) -> bool:
        """Whether some amount lies in both."""
        return _begins_before_end(self, other) and _begins_before_end(other, self)

    def values(self) -> dict[str, Any]:
        """The fields of a limit."""
        return {
            "above": None if self.above is None else _plain(self.above),
            "includes_above": self.includes_above,
            "up_to": None if self.up_to is None else _plain(self.up_to),
            "includes_up_to": self.includes_up_to,
            "basis": self.basis or str(Limit.Basis.TRANSACTION),
            "vat": self.vat or None,
            "budgeted": self.budgeted,
            "recurrent": self.recurrent,
            "signatures": self.signatures,
        }


def _plain(value: Decimal) -> str:
    return format(value.normalize() + 0, "f")


def _begins_before_end(one: Reach, other: Reach) -> bool:
    if one.above is None or other.up_to is None:
        return True
    if one.above == other.up_to:
        return one.includes_above and other.includes_up_to
    return one.above < other.up_to


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says of a holder's part. No part: the holder has none.

    `sure` is false where a person should look at it; `why` says why.
    """

    part: str = ""
    type: str = ""
    bands: tuple[Reach, ...] = ()
    conditions: str = ""
    sure: bool = True
    why: str = ""

    def words(self) -> str:
        if not self.part:
            return "No part in it."
        word = _PART_WORDS[self.part] if self.type != Type.RESERVED else "Reserved"
        reach = ", ".join(band.words() for band in self.bands if band.is_bounded)
        said = " ".join(filter(None, (word, reach)))
        return f"{said}; on condition: {self.conditions}." if self.conditions else f"{said}."


_SEEN_ELSEWHERE: Final = frozenset({"on conditions", "our reading", "gives no power"})
"""What a matrix of the registry says of a part and does not state there."""


class Unreadable(ValueError):
    """A cell that cannot be read; the message says why, `remedy` what to write."""

    def __init__(self, message: str, remedy: str = ""):
        super().__init__(message)
        self.remedy = remedy


_PART_WORDS: Final[dict[str, str]] = {
    Part.APPROVES: "Approves",
    Part.RECOMMENDS: "Recommends",
    Part.CONSULTED: "Is consulted",
    Part.SIGNS: "Signs",
    Part.TOLD: "Is told",
}
NOTHING: Final = frozenset(
    {"no", "none", "nil", "n a", "na", "not applicable", "no authority", "no delegation", "0"}
    | {"not delegated", "no power", "no limit delegated", "not authorised", "nothing"}
)
_DASHES: Final = frozenset({"", "-", "–", "—", "--", ".", "…", "/"})
TICKS: Final = frozenset(
    ["x", "✓", "✔", "√", "☑", "☒", "●", "•", "■", "ü", "yes", "y", "tick", "true", "1", "p"]
)
_LETTERS: Final = re.compile(r"[racisdRACISD](\s*[/,&+]\s*[racisdRACISD])*")
SURE_LETTERS: Final[dict[str, str]] = {
    "a": Part.APPROVES,
    "d": Part.APPROVES,
    "c": Part.CONSULTED,
    "i": Part.TOLD,
}
_VERBS: Final[tuple[tuple[str, str, str], ...]] = (
    (r"approv(e|es|al) jointly|jointly(\s+approv(e|es))?|joint(\s+approval)?",
     Part.APPROVES, Type.JOINT),
    (r"approv(e|es) if urgent|in urgent cases( only)?|urgent( cases)? only",
     Part.APPROVES, Type.URGENT),
    (r"may recommend", Part.RECOMMENDS, Type.ADVISORY),
    (r"reserved?(\s+(matter|to\s+(the\s+)?board|power))?", Part.APPROVES, Type.RESERVED),
    ((r"approv(e|es|ed|al|er|ing)|authori[sz](e|es|ed|ation)|decid(e|es|ed)|decision|determin(e|es)"
     r"|agree(s|d)?|accountable|delegated|full(\s+authority)?|ratif(y|ies)|adopts?"),
     Part.APPROVES, ""),
    (r"recommend(s|ed|ation|ations)?|endors(e|es|ed)|propos(e|es|ed)|advis(e|es|ory)|supports?",
     Part.RECOMMENDS, Type.ADVISORY),
    (r"(is\s+|be\s+|to\s+be\s+|must\s+be\s+)?consult(s|ed|ation)?|comment(s)?",
     Part.CONSULTED, Type.ADVISORY),
    (r"sign(s|ed|ature|atory)?|countersigns?|seal(s)?|execut(e|es)", Part.SIGNS, ""),
    ((r"(is\s+|be\s+|to\s+be\s+)?(informed|told|notified)|inform|note(s|d)?|receiv(e|es)"
     r"|for\s+information|report(s|ed)?(\s+to)?"), Part.TOLD, Type.ADVISORY),
)  # fmt: skip
_NUMBER: Final = (
    r"£?\s*[0-9](?:[0-9,]*[0-9])?(?:\.[0-9]+)?"
    r"\s*(?:(?:million|thousand|billion|mn|bn|k|m)\b)?"
)
_AMOUNT: Final = re.compile(rf"[-−]?\s*{_NUMBER}", re.IGNORECASE)
_MONEY: Final = re.compile(
    r"£\s*[0-9]|(?<![\w.])[0-9][0-9,.]*\s*(?:k|m|mn|bn|million|thousand|billion)\b"
    r"|(?<![\w.])[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{4,}",
    re.IGNORECASE,
)
_UNLIMITED: Final = re.compile(
    r"(unlimited|any amount|no (upper )?limit|all (cases|amounts?|values?|sums)|full authority"
    r"|any value"
    r"|all|without limit)"
)
_BASES: Final[tuple[tuple[str, str], ...]] = (
    ((r"(per|a|each|every)\s+(year|annum)|p\.?\s?a\.?(?![a-z])|annual(ly)?"
     r"|yearly"), Limit.Basis.YEAR),
    (r"(per|a|each|every)\s+week|weekly|p\.?\s?w\.?(?![a-z])", Limit.Basis.WEEK),
    ((r"((over|for|in)\s+(the|its)\s+)?whole[- ]life(\s+(value|cost))?"
     r"|life\s?time(\s+value)?|total\s+contract\s+value"
     r"|over\s+the\s+life(\s+of\s+the\s+contract)?"), Limit.Basis.LIFETIME),
    (r"cumulative(ly)?(\s+since\s+award)?|(for\s+)?all\s+changes\s+since\s+(award|approval)|in\s+(aggregate|all)",
     Limit.Basis.CUMULATIVE),
    ((r"per\s+(head|capita)(\s+of\s+(the\s+)?population)?"
      r"|(for\s+)?each\s+head\s+of\s+(the\s+)?population"),
     Limit.Basis.HEAD),
    ((r"(per|each|every)\s+(transaction|time|case|item|invoice|order"
     r"|contract)"), Limit.Basis.TRANSACTION),
)  # fmt: skip
_TAXES: Final[tuple[tuple[str, str], ...]] = (
    (r"(inc(l(uding|\.)?|\.)?|with)\s*vat|gross", Limit.Tax.INCLUDED),
    (r"(exc(l(uding|\.)?|\.)?|ex\.?|without|net\s+of|plus)\s*vat|\+\s*vat|net", Limit.Tax.EXCLUDED),
)
_TERMS: Final[tuple[tuple[str, str, bool], ...]] = (
    (r"(not|un)[- ]?budgeted|outside\s+(of\s+)?budget", "budgeted", False),
    (r"(where\s+)?budgeted(\s+only)?|within\s+(approved\s+)?budget", "budgeted", True),
    (r"non[- ]?recurrent|not\s+recurrent", "recurrent", False),
    (r"recurrent", "recurrent", True),
)
_SIGNATURES: Final = re.compile(
    r"(one|two|three|four|[1-9])\s+signatures?|(?:joint|dual)\s+signatures?"
)
_COUNTS: Final = {"one": 1, "two": 2, "three": 3, "four": 4}


def has_amount(text: str) -> bool:
    """Whether a text speaks of money."""
    return bool(_MONEY.search(text))


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return text.strip() in _DASHES or folded(text) in NOTHING


def is_tick(text: str) -> bool:
    return text.strip().casefold() in TICKS


def letters_of(text: str) -> tuple[str, ...]:
    """The letters of a cell that holds nothing else, such as A/R."""
    stripped = text.strip().strip("()")
    if not _LETTERS.fullmatch(stripped):
        return ()
    return tuple(dict.fromkeys(re.findall(r"[a-z]", stripped.casefold())))


def part_said(text: str) -> tuple[str, str, str] | None:
    """A part at the beginning of a text: the part, the type it implies, and the rest."""
    stripped = text.strip()
    for pattern, part, type_ in _VERBS:
        found = re.match(rf"({pattern})(?![a-z])", stripped, re.IGNORECASE)
        if found:
            return part, type_, stripped[found.end() :].strip(" :,;–-")
    return None


def said(text: str) -> Said:
    """What a cell of a scheme says of a holder's part. Raises Unreadable."""
    if is_nothing(text):
        return Said()
    if is_tick(text):
        return Said(Part.APPROVES)
    body, conditions = _in_brackets(text)
    found = part_said(body)
    part, type_, rest = found or ("", "", body)
    if part and any(part_said(line) for line in text.split("\n")[1:]):
        raise Unreadable(
            "The cell states several parts.", "Give each a row or a cell of its own, or keep one."
        )
    if folded(rest) in _SEEN_ELSEWHERE:
        rest = ""
    conditions = "; ".join(
        each for each in conditions.split("; ") if folded(each) not in _SEEN_ELSEWHERE
    )
    if not part and is_tick(rest):
        part, rest = Part.APPROVES, ""
    if has_amount(rest) or "£" in rest or _UNLIMITED.fullmatch(folded(rest)):
        bands, conditions = reaches_beside(rest, conditions)
        return Said(part or Part.APPROVES, type_, bands, conditions)
    if not part and has_amount(conditions):
        return Said(Part.APPROVES, "", reaches(conditions))
    if part and conditions and has_amount(conditions):
        try:
            return Said(part, type_, reaches(conditions), rest)
        except Unreadable:
            pass
    if not part:
        raise Unreadable(
            f"“{_short(text)}” says neither a part nor an amount.",
            "Write a tick, Approves, Recommends, Is consulted, Signs, Is told, or an amount.",
        )
    conditions = "; ".join(filter(None, (rest, conditions)))
    return Said(
        part,
        type_,
        (),
        conditions,
        sure=not rest,
        why="What follows the part is kept as a condition." if rest else "",
    )


def reaches(text: str, number: Decimal | None = None) -> tuple[Reach, ...]:
    """The bands that a cell of a limits grid states, one a line. Raises Unreadable."""
    if number is not None:
        return (_checked(Reach(up_to=_pounds(format(number, "f")))),)
    pieces = [piece for piece in re.split(r"[\n;]", text) if piece.strip()]
    bands = tuple(_reach(piece) for piece in pieces)
    for at, band in enumerate(bands):
        for other in bands[:at]:
            if band.basis == other.basis and _same_terms(band, other) and band.overlaps(other):
                raise Unreadable(
                    f"Two bands in the cell overlap: {other.words()}, and {band.words()}.",
                    "Let one begin where the other ends.",
                )
    return bands


def reaches_beside(text: str, beside: str) -> tuple[tuple[Reach, ...], str]:
    """The bands of a text that has something in brackets beside it, and what of that is left as
    conditions: how an amount is counted, or its tax, belongs to the band. Raises Unreadable."""
    bands = reaches(text)
    if not beside or has_amount(beside) or len(bands) > 1:
        return bands, beside
    try:
        return reaches(f"{text} {beside}"), ""
    except Unreadable:
        return bands, beside


def _same_terms(one: Reach, other: Reach) -> bool:
    return (one.budgeted, one.recurrent) == (other.budgeted, other.recurrent)


def _reach(text: str) -> Reach:
    rest = " ".join(text.split())
    rest, basis = _taken_out(rest, _BASES)
    rest, vat = _taken_out(rest, _TAXES)
    terms: dict[str, Any] = {}
    for pattern, name, value in _TERMS:
        rest, found = _taken_out(rest, ((pattern, name),))
        if found:
            terms[name] = value
    signatures = None
    if match := _SIGNATURES.search(rest.casefold()):
        signatures = _COUNTS.get(match[1] or "two") or int(match[1])
        rest = rest[: match.start()] + rest[match.end() :]
    # How many must sign may be all that is said of how far somebody reaches.
    band = Reach() if signatures and not rest.strip(" ,;()") else _band(rest, text)
    return _checked(replace(band, basis=basis, vat=vat, signatures=signatures, **terms))


def _taken_out(text: str, patterns: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    for pattern, value in patterns:
        found = re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", text, re.IGNORECASE)
        if found:
            return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;()"), str(value)
    return text, ""


_FORMS: Final[tuple[tuple[str, str], ...]] = (
    # The skeleton of a band, amounts as #: which of them is what.
    (r"#", "to"),
    ((r"(?:up to|upto|to|not exceeding|not more than|max|maximum|maximum of|limit|limit of|≤|<=|=<)"
     r"(?: and including| a maximum of)? #"), "to"),
    (r"# (?:or (?:less|below|under)|maximum|max|and (?:below|under))", "to"),
    (r"(?:below|under|less than|<) #", "below"),
    (r"(?:over|above|more than|exceeding|in excess of|greater than|>|beyond) #", "above"),
    (r"(?:from|at least|≥|>=|=>) #(?: upwards| and above)?|# ?(?:and|or) (?:above|over|more)|# ?\+",
     "from"),
    (r"# ?(?:-|to|up to|and up to) ?#|(?:between) # and #|from # (?:up )?to #", "band"),
    ((r"(?:over|above|more than|exceeding|>) # ?(?:-|,|and|to|but)? ?(?:up to|to|not exceeding|≤"
     r"|<=)? ?#"),
     "band"),
    (r"(?:from|at least|≥|>=) # ?(?:,|and|to|but)? ?(?:below|under|less than|<) #", "half-open"),
)  # fmt: skip


def _band(text: str, whole: str) -> Reach:
    plain = " ".join(re.sub(r"[–—‒−]", "-", text).casefold().split()).strip(" .:,")
    if _UNLIMITED.fullmatch(plain):
        return Reach()
    stated = [found.group() for found in re.finditer(rf"(?<![\w.]){_NUMBER}", plain, re.IGNORECASE)]
    skeleton = re.sub(rf"(?<![\w.]){_NUMBER}", " # ", plain, flags=re.IGNORECASE)
    skeleton = " ".join(skeleton.split())
    if skeleton.startswith("- #") or "£-" in skeleton.replace(" ", ""):
        raise Unreadable("An amount cannot be less than nothing.", "Write it without the minus.")
    for pattern, form in _FORMS:
        if re.fullmatch(pattern, skeleton):
            return _formed(form, stated)
    if not stated:
        raise Unreadable(
            f"“{_short(whole)}” is no amount.",
            "Write pounds, such as £250,000, up to £250k, £50k–£250k, or none.",
        )
    if "#" not in skeleton or len(stated) > 2:
        raise Unreadable(f"“{_short(whole)}” names several amounts.", "Write one band a line.")
    raise Unreadable(
        f"“{_short(whole)}” says more than an amount, and it is not clear what.",
        "Write pounds, such as up to £250,000 or £50k–£250k; put the rest under conditions.",
    )


def _formed(form: str, stated: list[str]) -> Reach:
    first = _pounds(_with_unit(stated))
    match form:
        case "to":
            return Reach(up_to=first)
        case "below":
            return Reach(up_to=first, includes_up_to=False)
        case "above":
            return Reach(above=first)
        case "from":
            return Reach(above=first, includes_above=True)
    last = _pounds(stated[1])
    return Reach(
        above=first or None if form == "band" else first,
        includes_above=form == "half-open",
        up_to=last,
        includes_up_to=form != "half-open",
    )


def _with_unit(stated: list[str]) -> str:
    """“50–250k” means 50k: the first amount of a band takes the unit of the second."""
    first = stated[0].strip()
    if len(stated) < 2 or re.search(r"[a-z]$", first):
        return first
    unit = re.search(r"[a-z]+$", stated[1].strip())
    number = first.strip("£ ").replace(",", "")
    return (
        f"{first}{unit[0]}" if unit and number != "0" and len(number.split(".")[0]) < 4 else first
    )


def _pounds(text: str) -> Decimal:
    try:
        return amount(text).pounds
    except AmountUnreadable as error:
        raise in_two(error) from error


def in_two(error: AmountUnreadable) -> Unreadable:
    """What is wrong with an amount, and, from its last sentence, what to write."""
    message, _, remedy = str(error).rpartition(". ")
    return Unreadable(f"{message}.", remedy) if message else Unreadable(remedy)


def _checked(band: Reach) -> Reach:
    if band.above is not None and band.up_to is not None and band.above >= band.up_to:
        raise Unreadable(
            f"The band ends at £{written(band.up_to)}, and begins at £{written(band.above)}.",
            "Write the lower amount first.",
        )
    return band


def _in_brackets(text: str) -> tuple[str, str]:
    """A text without what stands in round brackets, and that."""
    inside = re.findall(r"\(([^()]*)\)", text)
    outside = re.sub(r"\([^()]*\)", " ", text)
    return " ".join(outside.split()), "; ".join(each.strip() for each in inside if each.strip())


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"
