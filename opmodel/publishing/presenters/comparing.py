"""A comparison as people read it: page, document and table show the same of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple

from opmodel.editions.comparing import (
    LISTS,
    Alone,
    Change,
    Comparison,
    Mark,
    Pair,
    Thing,
    Told,
    Why,
)
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import NOT_RECORDED

from .lineage import happened, on_whose_word
from .links import capitalised
from .values import label_of, standing_words, words_of

Entry = Alone | Pair

COLOURS: Final = {
    "changed": "yellow",
    "moved": "purple",
    "added": "green",
    "removed": "red",
    "not_mentioned": "grey",
    "unchanged": "white",
}


class Shown(NamedTuple):
    """Words that stayed, were struck or put in; or, as *silent*, that nothing was recorded."""

    op: Literal["same", "removed", "added", "silent"]
    text: str

    @classmethod
    def of(cls, mark: Mark) -> Shown:
        return cls(mark.op, mark.text)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field: what was struck and what was put in; a list has words for each entry."""

    label: str
    marks: tuple[Shown, ...]
    before: str
    after: str
    listed: bool = False


@dataclass(frozen=True, slots=True)
class ToldLine:
    """What became of it or where it came from, on whose word."""

    words: str
    links: tuple[Link, ...]
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One element of a comparison.

    `summary` is what it says in short, of an element that only one of the two editions has.
    `told_apart` says more to those who read links out of their place, where others have its name.
    """

    name: str
    url: str
    kind: str
    key: str
    tag: str
    colour: str
    sentence: str
    instruction: str
    changes: tuple[ChangeLine, ...]
    told: tuple[ToldLine, ...]
    note: str
    told_apart: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the model, or a kind within it."""

    title: str
    kinds: tuple[tuple[str, tuple[EntryLine, ...]], ...]


class Presented:
    """A comparison in words, with the dates asked for kept in its links."""

    def __init__(self, comparison: Comparison, asked: Asked):
        self.comparison, self.asked = comparison, asked
        self.earlier, self.later = comparison.earlier, comparison.later
        self.of_one = self.earlier.organisation_id == self.later.organisation_id

    @property
    def names(self) -> tuple[str, str]:
        """What both editions are called: with their organisation where that is not the same."""
        return self.called(self.earlier), self.called(self.later)

    def called(self, edition: Edition) -> str:
        if not self.of_one:
            return f"{edition.organisation.called}, {edition.label}"
        if self.earlier.label == self.later.label and self.earlier != self.later:
            return f"{edition.title}, {edition.label}"
        return edition.label

    @property
    def heading(self) -> str:
        earlier, later = self.names
        return f"What changed from {earlier} to {later}"

    def tag(self, name: str) -> str:
        """What one list is called, as the beginning of a sentence."""
        if not self.of_one and name in ("added", "removed"):
            edition = self.later if name == "added" else self.earlier
            return f"Only in {self.called(edition)}"
        return {
            "changed": "Changed",
            "moved": "Moved",
            "added": "Added",
            "removed": "Ended",
            "not_mentioned": "Not mentioned",
            "unchanged": "The same",
        }[name]

    def summary(self) -> list[tuple[str, str]]:
        """How many there are of each list, with the name of the list."""
        counts = self.comparison.counts()
        words = {"unchanged": "the same"}
        found = []
        for name in LISTS:
            tag = self.tag(name)
            said = words.get(name) or (tag if tag.startswith("Only") else tag.lower())
            said = said[0].lower() + said[1:]
            found.append((name, f"{counts[name]:,} {said}"))
        return found

    def cautions(self) -> list[str]:
        """What a reader must know of both editions before reading on."""
        found = []
        earlier, later = (f"The edition “{name}”" for name in self.names)
        if self.comparison.later.leaves_out:
            found.append(
                f"{later} does not show everything: {self.later.leaves_out} What it does "
                "not mention is therefore not taken to have ended."
            )
        silent = {
            str(kinds()[each.thing.kind]._meta.verbose_name_plural)
            for each in self.comparison.not_mentioned
            if each.why == Why.SILENT
        }
        if silent:
            found.append(
                f"{later} says nothing at all about {_listed(sorted(silent))}. That they "
                "are missing from it does not say that they ended."
            )
        if self.comparison.earlier.leaves_out and self.comparison.added:
            found.append(
                f"{earlier} does not show everything: {self.earlier.leaves_out} What is new "
                "here may have been there before."
            )
        for edition, name in ((self.earlier, earlier), (self.later, later)):
            if edition.state == "not-adopted":
                found.append(f"{name} was published and never adopted.")
        return found

    def entries(
        self, lists: Iterable[str], *, as_schedule: bool = False
    ) -> list[tuple[str, Entry]]:
        """The entries of these lists by part and kind, each with the name of its list.

        As a schedule in the order of the document, otherwise list by list.
        """
        found = [(name, each) for name in lists for each in getattr(self.comparison, name)]
        order = {name: at for at, name in enumerate(kinds())}

        def place(entry: tuple[str, Entry]) -> tuple[int, int]:
            thing = entry[1].thing
            return order[thing.kind], thing.position if as_schedule else 0

        return sorted(found, key=place)

    def sections(self, entries: Iterable[tuple[str, Entry]]) -> tuple[Section, ...]:
        """Entries by part of the model and kind."""
        entries = list(entries)
        names = Counter(each.thing.name for _, each in entries)
        twice = {name for name, number in names.items() if number > 1}
        return tuple(
            Section(
                part,
                tuple(
                    (
                        capitalised(str(kinds()[kind]._meta.verbose_name_plural)),
                        tuple(self.line(name, each, twice) for name, each in of_kind),
                    )
                    for kind, of_kind in groupby(of_part, key=lambda entry: entry[1].thing.kind)
                ),
            )
            for part, of_part in groupby(entries, key=lambda entry: part_of(entry[1].thing.kind))
        )

    def line(
        self, name: str, entry: Entry, twice: set[str] | frozenset[str] = frozenset()
    ) -> EntryLine:
        """One entry in words."""
        thing = entry.thing
        pair = entry if isinstance(entry, Pair) else None
        kind = capitalised(str(kinds()[thing.kind]._meta.verbose_name))
        tag = self.tag(name)
        gave_way = [each for each in entry.told if each.connects] if name == "removed" else []
        return EntryLine(
            name=thing.name,
            url=self.url(thing),
            kind=kind,
            key=thing.key,
            tag=_how_it_ended(gave_way[0]) if gave_way else tag,
            colour=COLOURS[name],
            sentence=self._sentence(entry),
            instruction=self._instruction(name, entry),
            changes=tuple(change_line(change, pair) for change in pair.changes) if pair else (),
            told=tuple(self._told(entry.told)),
            note=pair.note if pair else "",
            told_apart=f"{kind} {thing.key}" if thing.name in twice else "",
            summary="" if pair else thing.summary,
        )

    def url(self, thing: Thing) -> str:
        of = addresses.of_list(thing.edition, kinds()[thing.kind])
        return f"{of}{thing.key}/{self.asked.carried}"

    def _sentence(self, entry: Entry) -> str:
        if isinstance(entry, Alone):
            return ""
        if entry.moved:
            from_ = entry.moved_from.name if entry.moved_from else self._body(self.earlier)
            to = entry.moved_to.name if entry.moved_to else self._body(self.later)
            return f"From {from_} to {to}." if from_ != to else ""
        if entry.lineage and entry.before.key != entry.after.key:
            return f"{happened(entry.lineage, onward=False)} {entry.before.name}."
        return ""

    def _instruction(self, name: str, entry: Entry) -> str:
        """What a schedule of amendments says is done with it."""
        match name:
            case "added":
                return "added."
            case "removed":
                return "ended, as follows." if entry.told else "ended."
            case "not_mentioned":
                return "not mentioned; nothing says that it ended."
            case "unchanged":
                return "stays as it is."
        return " ".join(filter(None, (f"{self.tag(name).lower()}.", self._sentence(entry))))

    def _body(self, edition: Edition) -> str:
        return str(edition.organisation.called)

    def _told(self, told: Iterable[Told]) -> Iterator[ToldLine]:
        """What lineage tells, those told alike on one line."""
        alike: dict[tuple[str, bool, str, str], list[Told]] = {}
        for each in told:
            alike.setdefault((each.kind, each.onward, each.note, each.source), []).append(each)
        for (kind, onward, note, source), those in alike.items():
            yield ToldLine(
                words=happened(kind, onward=onward),
                links=tuple(Link(each.thing.name, self.url(each.thing)) for each in those),
                note=note,
                by=on_whose_word(source),
            )


def change_line(change: Change, pair: Pair) -> ChangeLine:
    """A field's change in words."""
    before, after = stated(change, pair)
    marks: Iterable[Mark] = ()
    if before and after:
        marks = change.marks()
    return ChangeLine(
        label=label_of(change.spec) if change.spec else change.label,
        marks=tuple(map(Shown.of, marks)) or instead(before, after),
        before=before or NOT_RECORDED,
        after=after or NOT_RECORDED,
        listed=change.is_list and bool(before and after),
    )


def instead(before: str, after: str) -> tuple[Shown, Shown]:
    """One value in the place of another."""
    return (
        Shown("removed", before) if before else Shown("silent", NOT_RECORDED),
        Shown("added", after) if after else Shown("silent", NOT_RECORDED),
    )


def stated(change: Change, pair: Pair) -> tuple[str, str]:
    """What a field of both said and says, in words; empty where nothing was recorded."""
    if change.name == "standing":
        return (
            standing_words(change.before, pair.before.edition),
            standing_words(change.after, pair.after.edition),
        )
    if change.spec is None:
        return _kind_in_words(change.before), _kind_in_words(change.after)
    if change.things_before or change.things_after:
        return _names(change.things_before), _names(change.things_after)
    return words_of(change.spec, change.before), words_of(change.spec, change.after)


def part_of(kind: str) -> str:
    """The part of the model that a kind belongs to."""
    return str(kinds()[kind]._meta.app_config.verbose_name)


def parts() -> dict[str, str]:
    """The parts of the model: what each is called in addresses, and in words."""
    return {model._meta.app_label: part_of(name) for name, model in kinds().items()}


def kinds_of(part: str, kind: str) -> list[str]:
    """The kinds that a question for one part, one kind or both leaves."""
    return [
        name
        for name, model in kinds().items()
        if part in ("", model._meta.app_label) and kind in ("", name)
    ]


def _how_it_ended(told: Told) -> str:
    return happened(told.kind, onward=told.onward).removesuffix(" to").removesuffix(" into")


def _kind_in_words(name: Any) -> str:
    return capitalised(str(kinds()[name]._meta.verbose_name))


def _names(things: Iterable[Thing]) -> str:
    return ", ".join(thing.name for thing in things)


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
