"""The transfer list: what leaves, from whom, to whom, when, on what condition, and who stays
accountable meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from opmodel.editions.models import Edition, Element
from opmodel.editions.selectors.elements import elements_of_kind, named_elements
from opmodel.publishing.asking import Asked
from opmodel.publishing.presenters.links import ElementLink, link_to
from opmodel.publishing.words import NOT_RECORDED, counted, when
from transition.models import Transfer

from .narrowing import has_words

Options = tuple[tuple[str, str], ...]
NOBODY = "not-recorded"


@dataclass(frozen=True)
class TransferLine:
    """A transfer; what the source does not record is empty. *level* is where it goes where the
    source names no receiver, or the level that the receiver works at."""

    transfer: Transfer
    link: ElementLink
    function: ElementLink | None
    giver: ElementLink | None
    receiver: ElementLink | None
    meanwhile: ElementLink | None
    level: str
    when: str

    @property
    def condition(self) -> str:
        return self.transfer.condition

    @property
    def giver_words(self) -> str:
        return self.giver.name if self.giver else NOT_RECORDED

    @property
    def receiver_words(self) -> str:
        """To whom, or at least to which level."""
        if self.receiver and self.level:
            return f"{self.receiver.name} (level: {self.level})"
        if self.receiver:
            return self.receiver.name
        return f"Level: {self.level}" if self.level else NOT_RECORDED


@dataclass(frozen=True)
class TransferList:
    """The transfers shown, as in the source."""

    transfers: tuple[TransferLine, ...]
    total: int
    givers: Options
    receivers: Options

    @property
    def is_empty(self) -> bool:
        """Whether nothing is shown, for lack of any or of any that fit."""
        return not self.transfers

    @property
    def shown(self) -> str:
        return counted(len(self.transfers), "transfer")

    @property
    def drawing(self) -> tuple[tuple[str, bool, tuple[TransferLine, ...]], ...]:
        """By who gives: their name, whether it is recorded, and what leaves them."""
        found: dict[str, list[TransferLine]] = {}
        for line in self.transfers:
            found.setdefault(line.giver_words, []).append(line)
        return tuple(
            (name, lines[0].giver is not None, tuple(lines)) for name, lines in found.items()
        )

    @property
    def described(self) -> str:
        """What the drawing shows, for those who do not see it."""
        return "; ".join(
            f"{line.link.name}: from {line.giver_words} to {line.receiver_words}"
            for line in self.transfers
        )


def transfer_list(
    *,
    edition: Edition,
    asked: Asked,
    giver: str = "",
    receiver: str = "",
    text: str = "",
    cited: bool = False,
) -> TransferList:
    """The edition's transfers, or those of a giver or a receiver (by key). A fixed number of
    queries."""
    rows = elements_of_kind(kind=Transfer, edition=edition).select_related("to_level")
    transfers = list(rows if cited else rows.prefetch_related(None))
    named = named_elements(
        identifier
        for each in transfers
        for identifier in (
            each.function_id,
            each.giver_id,
            each.receiver_id,
            each.accountable_meanwhile_id,
        )
    )

    def linked(identifier: UUID | None) -> ElementLink | None:
        return link_to(named[identifier], edition, asked) if identifier else None

    lines = [
        TransferLine(
            transfer=each,
            link=link_to(each, edition, asked),
            function=linked(each.function_id),
            giver=linked(each.giver_id),
            receiver=linked(each.receiver_id),
            meanwhile=linked(each.accountable_meanwhile_id),
            level=each.to_level.name if each.to_level else "",
            when=when(each.dated, each.begins_on, each.ends_on),
        )
        for each in transfers
    ]
    return TransferList(
        transfers=tuple(
            line
            for line in lines
            if _is(line.transfer.giver_id, giver, named)
            and _is(line.transfer.receiver_id, receiver, named)
            and _has(line, text)
        ),
        total=len(lines),
        givers=_options((line.transfer.giver_id for line in lines), named),
        receivers=_options((line.transfer.receiver_id for line in lines), named),
    )


def _is(identifier: UUID | None, wanted: str, named: dict[UUID, Element]) -> bool:
    if not wanted:
        return True
    return wanted == (named[identifier].key if identifier else NOBODY)


def _has(line: TransferLine, text: str) -> bool:
    return has_words(
        text,
        line.link.name,
        line.transfer.summary,
        line.condition,
        line.when,
        line.giver_words,
        line.receiver_words,
        line.function.name if line.function else "",
        line.meanwhile.name if line.meanwhile else "",
    )


def _options(identifiers: Iterable[UUID | None], named: dict[UUID, Element]) -> Options:
    ids: Sequence[UUID | None] = list(dict.fromkeys(identifiers))
    options = tuple((named[each].key, named[each].name) for each in ids if each)
    return (*options, (NOBODY, "Not recorded")) if None in ids else options
