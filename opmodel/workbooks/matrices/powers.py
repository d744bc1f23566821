"""What an edited cell says anew of a power in a decision: its part, and how far it reaches."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from governance.models import Delegation
from opmodel.editions.records import Record
from opmodel.workbooks.base import folded
from opmodel.workbooks.reach import AMOUNT, agrees, band_of, readable, wording, words_following
from opmodel.workbooks.reading import Cell
from opmodel.workbooks.words import SURE_LETTERS, Reach, Said, Unreadable, reaches, said

from .called import with_part

if TYPE_CHECKING:
    from opmodel.workbooks.layouts.around import Around

Part, Type = Delegation.Part, Delegation.Type

WORDS: Final[dict[str, tuple[str, str]]] = {
    "Reserved": (Part.APPROVES, Type.RESERVED),
    "Approves": (Part.APPROVES, ""),
    "Recommends": (Part.RECOMMENDS, ""),
    "Is consulted": (Part.CONSULTED, ""),
    "Signs": (Part.SIGNS, ""),
    "Is told": (Part.TOLD, ""),
    "Approves jointly": (Part.APPROVES, Type.JOINT),
    "Approves if urgent": (Part.APPROVES, Type.URGENT),
    "Approves what remains": (Part.APPROVES, Type.RESIDUAL),
    "May recommend": (Part.APPROVES, Type.ADVISORY),
    "Intended": (Part.APPROVES, Type.INTENDED),
    "Not delegated": (Part.APPROVES, Type.NONE),
}
"""What a matrix calls the parts in a decision: the part, and the type where the word tells it."""
_BY_WORD: Final = {folded(word): meant for word, meant in WORDS.items()}
_TOLD_BY_WORD: Final = frozenset(type_ for _, type_ in WORDS.values() if type_)
_GIVE_NO_POWER: Final = frozenset({Part.RECOMMENDS, Part.CONSULTED, Part.TOLD})


class Powers:
    """States what edited cells say of powers."""

    def __init__(self, around: Around):
        self.around, self.base, self.findings = around, around.base, around.findings

    # ---- The part ----

    def part(self, record: Record, was: str, now: str, cell: Cell) -> None:
        """States the part that a power gives, and how far it reaches where that is typed too."""
        meant = _meant(now)
        before = _meant(was)
        if meant.conditions:
            self._say(record, "conditions", meant.conditions, cell)
        if (meant.part, meant.type) != (before.part, before.type):
            for name, value in _minimal(record, meant).items():
                self._say(record, name, value, cell)
            if meant.part != before.part:
                self._call(record, cell)
        if meant.bands:
            self.reach(record, str(record.values.get("limit", "")), _reach_words(now, meant), cell)
        self.findings.understood(cell, meant.words())

    def _name(self, record: Record) -> str:
        """What a power is called, with the word for the part that was stated for it."""
        name = str(record.values.get("name", ""))
        stated = self.findings.statements.get(record.key)
        part = stated.values.get("part") if stated else None
        return with_part(record, name, part) if part else name

    def _call(self, record: Record, cell: Cell) -> None:
        """A name that says the part says the one that was stated; an amount that was stated for it
        before stays."""
        stated = self.findings.statements.get(record.key)
        if stated is None or "part" not in stated.values:
            return
        name = str(stated.values.get("name", record.values.get("name", "")))
        called = with_part(record, name, stated.values["part"])
        if called != name:
            stated.say("name", called, cell.at)

    # ---- How far it reaches, in words ----

    def reach(self, record: Record, was: str, now: str, cell: Cell) -> None:
        """States the words for how far a power reaches, and the amounts that they are."""
        bands = readable(now)
        before = readable(was)
        if bands is None:
            if before is not None and any(_says_more(band) for band in before):
                reaches(now)  # Says what is wrong with it.
            self._say(record, "limit", _one_line(record, now), cell)
            self.findings.understood(cell, "Limit: changed.")
            return
        limits = self.base.pointing("limit", delegation=record.key)
        old = [band_of(each) for each in limits]
        known = _bounded(before or ())
        if len(known) != len(old) or not all(
            agrees(said, there) for said, there in zip(known, old, strict=True)
        ):
            raise Unreadable(
                "The amounts that the edition has for this are not those that stood here.",
                "Change them in the list of limits.",
            )
        self._say(record, "limit", _one_line(record, now), cell)
        new = _bounded(bands)
        for there, one in zip(known, new, strict=False):
            if there.basis and not one.basis:
                self.findings.doubted(cell, "How it is counted is not said: read as each time.")
        for there, one, other, limit in zip(known, new, old, limits, strict=False):
            self._limit(limit, there, one, other, cell)
        for band in new[len(old) :]:
            self.around.stating.limits.add(record.key, band, cell.at)
        for limit in limits[len(new) :]:
            gone = self.around.findings.statement("limit", limit.key)
            gone.removed = True
            gone.at.setdefault("", cell.at)
        if len(known) == len(new) == 1:
            self._follow(record, "name", (known[0], new[0]), cell)
        self.findings.understood(cell, f"Reaches {', '.join(map(Reach.words, bands))}: changed.")

    # ---- One limit of it ----

    def limit(self, record: Record, number: int, was: str, now: str, cell: Cell) -> None:
        """States one limit of a power, and lets follow the words that say the same amount."""
        limits = self.base.pointing("limit", delegation=record.key)
        (before,), bands = reaches(_joined(was)), reaches(_joined(now))
        if len(bands) != 1:
            raise Unreadable(
                "One limit stood here, and now there are several.",
                "Keep one; add others in the list of limits.",
            )
        band = self._kept(before, bands[0], cell)
        if not limits and number == 1:
            if _says_more(band):
                self.around.stating.limits.add(record.key, band, cell.at)
                self._say(record, "limit", _one_line(record, now), cell)
                self.findings.understood(cell, f"Reaches {band.words()}: new.")
            return
        if number > len(limits) or not agrees(before, there := band_of(limits[number - 1])):
            raise Unreadable(
                "The amount that the edition has for this is not the one that stood here.",
                "Change it in the list of limits.",
            )
        if not _says_more(band):
            raise Unreadable(
                "Without an amount this would be no limit.",
                "Take it out in the list of limits.",
            )
        self._limit(limits[number - 1], before, band, there, cell)
        for name in ("limit", "name"):
            self._follow(record, name, (there, _onto(there, before, band)), cell, number)
        self.findings.understood(cell, f"Reaches {band.words()}: changed.")

    def _kept(self, was: Reach, now: Reach, cell: Cell) -> Reach:
        """A limit with what an amount alone leaves unsaid: how it is counted, and its terms."""
        unsaid = {
            name: getattr(was, name)
            for name in ("basis", "vat", "budgeted", "recurrent", "signatures")
            if getattr(now, name) in ("", None) and getattr(was, name) not in ("", None)
        }
        if unsaid and unsaid != {"basis": "transaction"}:
            said = wording(replace(was, above=None, up_to=Decimal(1), includes_up_to=True))
            stays = said.removeprefix("up to £1").strip(" ,")
            self.findings.doubted(cell, f"“{stays}” stays.", "Change that in the list of limits.")
        return replace(now, **unsaid)

    def _limit(self, limit: Record, was: Reach, now: Reach, there: Reach, cell: Cell) -> None:
        """States those fields of a limit that a text says otherwise than it did."""
        meant = _onto(there, was, now)
        before, after = there.values(), meant.values()
        statement = self.around.findings.statement("limit", limit.key)
        for name, value in after.items():
            if value != before[name]:
                statement.say(name, value, cell.at)
        if not statement.values and not statement.removed:
            del self.findings.statements[limit.key]
            return
        self._follow(limit, "name", (there, meant), cell)

    def _follow(
        self, record: Record, name: str, bands: tuple[Reach, Reach], cell: Cell, number: int = 1
    ) -> None:
        """Words that say the same amount say the new one; others stay, and that is told. *bands*:
        how far it reached, and how far it reaches now."""
        was, now = bands
        words = str(record.values.get(name, ""))
        if was == now or not words:
            return
        if record.kind == "delegation" and name == "name":
            words = self._name(record)
            stated = self.findings.statements.get(record.key)
            if stated and stated.values.get("name") == words:
                del stated.values["name"]
        followed = words_following(words, was, now, number)
        if followed is None and words != record.values.get(name):
            self._say(record, name, words, cell)
        if followed is not None:
            self._say(record, name, followed, cell)
        elif name == "limit" or AMOUNT.search(words):
            self.findings.doubted(cell, f"The words “{words[:120]}” stay.", "Check them.")

    def _say(self, record: Record, name: str, value: Any, cell: Cell) -> None:
        stated = self.findings.statements.get(record.key)
        if stated and name in stated.values and stated.values[name] != value:
            raise Unreadable(
                f"{stated.at[name].address} says otherwise of the same entry.",
                "Change one of the cells, or both alike.",
            )
        if record.values.get(name) != value:
            self.around.findings.statement(record.kind, record.key).say(name, value, cell.at)


# ---- Parts ----


def _meant(text: str) -> Said:
    """The part that a text names, and how far it reaches where it says so. Raises Unreadable."""
    if meant := _BY_WORD.get(folded(text)):
        return Said(*meant)
    if part := SURE_LETTERS.get(text.strip().casefold()):
        return Said(part)
    found = said(text)
    if not found.part:
        raise Unreadable(
            "This names no part.", "Write none alone to take the entry out, or a part."
        )
    # That somebody recommends, is consulted or told says no more of how it is held.
    return replace(found, type="") if found.part != Part.APPROVES else found


def _minimal(record: Record, meant: Said) -> dict[str, str | None]:
    """The fewest fields that say what is meant: the part alone, where its word is the same."""
    changed: dict[str, str | None] = {}
    part = str(record.values.get("part", Part.APPROVES))
    type_ = str(record.values.get("type", Type.DELEGATED))
    if meant.part != part:
        changed["part"] = meant.part
    if meant.type and meant.type != type_:
        changed["type"] = meant.type
    elif not meant.type and type_ in _TOLD_BY_WORD:
        # Its word told how it is held, and the new word does not.
        usual = Type.ADVISORY if meant.part in _GIVE_NO_POWER else Type.DELEGATED
        if type_ != usual:
            changed["type"] = usual
    return {name: str(value) for name, value in changed.items()}


def _reach_words(text: str, meant: Said) -> str:
    """The words of a text that say how far a part reaches."""
    for word in sorted(WORDS, key=len, reverse=True):
        rest = text.strip()
        if rest.casefold().startswith(word.casefold()) and readable(rest[len(word) :].strip()):
            return rest[len(word) :].strip(" ,:;")
    return ", ".join(band.words() for band in meant.bands)


# ---- Reaches ----


def _joined(text: str) -> str:
    return ", ".join(line.strip(" ,") for line in text.split("\n"))


def _says_more(band: Reach) -> bool:
    """Whether it bounds anything at all."""
    return band.is_bounded or any(_terms(band))


def _bounded(bands: tuple[Reach, ...]) -> list[Reach]:
    return [band for band in bands if _says_more(band)]


def _terms(band: Reach) -> tuple[Any, ...]:
    return band.budgeted, band.recurrent, band.signatures


def _onto(there: Reach, was: Reach, now: Reach) -> Reach:
    """A limit with what its words say otherwise than they did."""
    changed = {
        name: getattr(now, name)
        for name in Reach.__dataclass_fields__
        if getattr(now, name) != getattr(was, name)
    }
    return replace(there, **changed)


def _one_line(record: Record, text: str) -> str:
    """Words that stood on a line for each limit, as the edition has them: apart by semicolons."""
    kept = str(record.values.get("limit", "")).split("; ")
    lines = [line.strip() for line in text.replace("; ", "\n").split("\n") if line.strip()]
    found = []
    for at, line in enumerate(lines):
        same = next((each for each in kept if folded(each) == folded(line)), None)
        lower = line[:1].lower() + line[1:]
        found.append(same or (line[:1].upper() + line[1:] if at == 0 else lower))
    return "; ".join(found)[:200]
