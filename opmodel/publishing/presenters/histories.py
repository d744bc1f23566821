"""One element through time, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from opmodel.editions.comparing import marked
from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, EditionState, Element
from opmodel.editions.tracing import Ancestry, Relative, Since, Turn, since_when, turns
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import NOT_RECORDED, day

from .comparing import ChangeLine, Shown, instead
from .lineage import happened, on_whose_word
from .links import capitalised
from .values import label_of, standing_words, words_of


@dataclass(frozen=True, slots=True)
class SinceLine:
    """One present value, since when it reads so, and who adopted it so."""

    label: str
    value: str
    edition: Link
    words: str


@dataclass(frozen=True, slots=True)
class RelativeLine:
    """What it came from or became: the words before it, where it stands, on whose word."""

    words: str
    link: Link
    where: str
    note: str
    by: str
    of: str


@dataclass(frozen=True, slots=True)
class TurnLine:
    """An edition in which it stands, and what changed there."""

    link: Link
    name: str
    by: str
    since: str
    changes: tuple[ChangeLine, ...]
    first: bool
    here: bool


@dataclass(frozen=True)
class History:
    """Everything that is told of an element through time."""

    element: Element
    came_from: tuple[RelativeLine, ...]
    became: tuple[RelativeLine, ...]
    apart: tuple[RelativeLine, ...]
    since: tuple[SinceLine, ...]
    turns: tuple[TurnLine, ...]

    @property
    def kind_in_a_sentence(self) -> str:
        """What kind of thing it is, in the middle of a sentence."""
        return str(kinds()[self.element.kind]._meta.verbose_name)

    @property
    def reads_since(self) -> tuple[str, ...]:
        """In a sentence or two: since when its values read as they do, the latest change first."""
        grouped: dict[tuple[str, str], list[str]] = {}
        for line in self.since:
            grouped.setdefault((line.edition.text, line.words), []).append(line.label.lower())
        return tuple(
            f"{capitalised(_and(labels))} {'reads' if len(labels) == 1 else 'read'} so since "
            f"{edition} ({words})."
            for (edition, words), labels in reversed(grouped.items())
        )

    @property
    def last(self) -> TurnLine | None:
        """The last of the later editions in which it stands; None where this is the last."""
        return self.turns[-1] if not self.turns[-1].here else None

    @property
    def all_since_here(self) -> bool:
        """Whether there is nothing before this edition to tell of."""
        return len(self.turns) < 2 and not (self.came_from or self.became or self.apart)


def history_of(ancestry: Ancestry, asked: Asked) -> History:
    """An element's ancestry in words. No queries."""
    of_here = ancestry.element.edition.organisation_id
    teller = _Teller(ancestry, asked, of_here)
    known = turns(ancestry)
    before = (None, *known)
    return History(
        element=ancestry.element,
        came_from=tuple(teller.relatives(ancestry.came_from, onward=False)),
        became=tuple(teller.relatives(ancestry.became, onward=True)),
        apart=tuple(teller.relatives(ancestry.apart, onward=False)),
        since=tuple(teller.since(each) for each in since_when(ancestry)),
        turns=tuple(teller.turn(*both) for both in zip(known, before, strict=False)),
    )


class _Teller:
    def __init__(self, ancestry: Ancestry, asked: Asked, of_here: str):
        self.ancestry, self.asked, self.of_here = ancestry, asked, of_here

    def relatives(self, relatives: Iterable[Relative], *, onward: bool) -> Iterator[RelativeLine]:
        for each in relatives:
            element = each.element
            nearest = each.to.key == self.ancestry.element.key
            yield RelativeLine(
                words=happened(each.kind, onward=onward),
                link=Link(element.name, self._page(element)),
                where=called(element.edition),
                note=each.note,
                by=on_whose_word(each.source),
                of="" if nearest else f"{each.to.name} ({called(each.to.edition)})",
            )

    def since(self, each: Since) -> SinceLine:
        spec = each.spec
        return SinceLine(
            label=label_of(spec),
            value=stated_value(self.ancestry, spec, each.value),
            edition=Link(self._called(each.edition), self._edition(each.edition)),
            words=since_words(each),
        )

    def turn(self, each: Turn, before: Turn | None) -> TurnLine:
        element = each.elements[0]
        editions = before.edition if before else each.edition, each.edition
        return TurnLine(
            link=Link(self._called(each.edition), self._page(element)),
            name=element.name,
            by=adopted_by(each.edition),
            since=_from_when(each.edition),
            changes=tuple(self._change(*change, editions) for change in each.changes),
            first=each.first,
            here=each.edition == self.ancestry.element.edition,
        )

    def _change(
        self, spec: Any, before: Any, after: Any, editions: tuple[Edition, Edition]
    ) -> ChangeLine:
        old, new = (
            stated_value(self.ancestry, spec, value, edition)
            for value, edition in zip((before, after), editions, strict=True)
        )
        is_text = spec.get_internal_type() in ("CharField", "TextField") and not spec.choices
        marks = marked(old, new) if is_text and old and new else ()
        return ChangeLine(
            label=label_of(spec),
            marks=tuple(map(Shown.of, marks)) or instead(old, new),
            before=old or NOT_RECORDED,
            after=new or NOT_RECORDED,
        )

    def _called(self, edition: Edition) -> str:
        return edition.label if edition.organisation_id == self.of_here else called(edition)

    def _page(self, element: Element) -> str:
        return addresses.of_element(element.edition, element) + self.asked.carried

    def _edition(self, edition: Edition) -> str:
        return addresses.of_edition(edition) + self.asked.carried


def stated_value(ancestry: Ancestry, spec: Any, value: Any, edition: Edition | None = None) -> str:
    """What an element of the ancestry states, in words; empty where it is not recorded. In the
    edition of the element itself, unless another is named."""
    if spec.name == "standing":
        return standing_words(value, edition or ancestry.element.edition)
    if spec.related_model is None:
        return words_of(spec, value)
    names = ancestry.found.names
    keys = value if isinstance(value, list) else [value] if value else []
    return ", ".join(names.get(str(key), NOT_RECORDED) for key in keys)


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def called(edition: Edition) -> str:
    """An edition by its organisation and its label."""
    return f"{edition.organisation.called}, {edition.label}"


def adopted_by(edition: Edition) -> str:
    """Who adopted an edition under which minute; or that nobody did."""
    if edition.state == EditionState.ADOPTED:
        if not edition.adopted_by and not edition.minute:
            return "published; adopting body not recorded"
        body = edition.adopted_by or "a body that is not recorded"
        return f"adopted by {body}, minute {edition.minute or NOT_RECORDED}"
    if edition.state == EditionState.NOT_ADOPTED:
        return "never adopted"
    return "not adopted yet"


def since_words(since: Since) -> str:
    """Who adopted it so; and where it was stated first, if that was no adopted edition."""
    if since.adopted_in is None:
        return adopted_by(since.first_stated)
    words = adopted_by(since.adopted_in)
    if since.first_stated != since.adopted_in:
        first = since.first_stated
        words += f"; first stated in {called(first)}, {adopted_by(first)}"
    return words


def _from_when(edition: Edition) -> str:
    if edition.effective_from:
        return f"in force from {day(edition.effective_from, edition.effective_precision)}"
    if edition.published_on:
        return f"published {day(edition.published_on, edition.published_precision)}"
    return "date not recorded"


def kind_of(element: Element) -> str:
    """What kind of thing an element is, in words."""
    return capitalised(str(kinds()[element.kind]._meta.verbose_name))
