"""What a search result shows: what was asked for marked, the part of the summary that has it, and
what the document does not record of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Element
from opmodel.editions.selectors.marking import Marker, Span
from opmodel.editions.selectors.search import Found

LONGEST = 220
"""Characters of a summary that a result shows."""

_SENTENCE = re.compile(r"\S.*?(?:[.;:](?=\s)|$)", re.DOTALL)
_GAP = re.compile(
    r"\bnot (?:recorded|named|stated|given|told|said|in the text)\b|\blost\b|\bblank\b"
    r"|\bno number\b|\bgarbled\b"
)
_ASKS = (
    (
        re.compile(r"\b(?:who|whom|whose|names?|called|holders?)\b", re.IGNORECASE),
        re.compile(r"\b(?:who|holders?|members?|names?|named|titles?|leads?|chairs?)\b"),
    ),
    (
        re.compile(r"\b(?:how (?:many|much|large|big)|number|size)\b", re.IGNORECASE),
        re.compile(r"\b(?:how (?:many|much)|numbers?|amounts?)\b"),
    ),
    (
        re.compile(r"\b(?:when|dates?|deadline)\b", re.IGNORECASE),
        re.compile(r"\b(?:when|dates?|days?|years?|months?)\b"),
    ),
)
"""What questions ask for, and what sentences that it is not recorded say of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text, and whether it is what was asked for."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text, or the part of it that has what was asked for, and where in it that stands."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The text in parts, those asked for apart from the others."""
        return tuple(part for part in self._parts() if part.text)

    def _parts(self) -> Iterator[Part]:
        at = 0
        for start, end in self.spans:
            yield Part(self.text[at:start])
            yield Part(self.text[start:end], marked=True)
            at = end
        yield Part(self.text[at:])


@dataclass(frozen=True, slots=True)
class Marks:
    """What one result shows. *gap* says what the document does not record of it, where that was
    asked for; *about_a_gap* that all of it is about something missing."""

    name: Snippet
    summary: Snippet
    gap: str = ""
    about_a_gap: bool = False

    @property
    def not_recorded(self) -> bool:
        """Whether the answer is that the document does not record it."""
        return self.about_a_gap or bool(self.gap)


def marks_of(found: Found) -> tuple[Marks, ...]:
    """What each of the elements found shows, in their order. One query at most."""
    if found.understood is None:
        return ()
    marker = Marker.of(found.understood, _texts(found.elements))
    question = found.understood.question
    return tuple(
        Marks(
            name=Snippet(element.name, marker.spans(element.name)),
            summary=_snippet(element.summary, marker),
            gap=_gap(element, question, marker),
            about_a_gap=kinds()[element.kind].prominence == 0,
        )
        for element in found.elements
    )


def _texts(elements: Iterable[Element]) -> Iterator[str]:
    for element in elements:
        yield element.name
        yield element.summary


def _snippet(summary: str, marker: Marker) -> Snippet:
    text = summary.replace("\n", "; ")
    spans = marker.spans(text)
    if len(text) <= LONGEST:
        return Snippet(text, spans)
    start = _beginning(text, spans)
    end = _last_word(text, start + LONGEST)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    moved = len(before) - start
    inside = (span for span in spans if span.start >= start and span.end <= end)
    return Snippet(
        before + text[start:end].rstrip(" ,;:") + after,
        tuple(Span(span.start + moved, span.end + moved) for span in inside),
    )


def _beginning(text: str, spans: tuple[Span, ...]) -> int:
    """Where to begin: at the sentence from which on most of it can be seen, the first of several.

    A long sentence is entered in the middle.
    """
    if not spans or spans[-1].end <= LONGEST:
        return 0
    starts = {0, *(match.start() for match in _SENTENCE.finditer(text))}
    starts.update(text.rfind(" ", 0, max(0, span.start - 60)) + 1 for span in spans)

    def seen(start: int) -> int:
        return sum(start <= span.start and span.end <= start + LONGEST for span in spans)

    return max(sorted(starts), key=seen)


def _last_word(text: str, end: int) -> int:
    return len(text) if end >= len(text) else max(text.rfind(" ", 0, end), end - 40)


def _gap(element: Element, question: str, marker: Marker) -> str:
    """The sentence by which the summary says that what is asked for is not recorded."""
    named = {element.name[start:end].lower() for start, end in marker.spans(element.name)}
    for match in _SENTENCE.finditer(element.summary.replace("\n", " ")):
        sentence = match.group()
        if _GAP.search(sentence) and (
            any(asks.search(question) and says.search(sentence) for asks, says in _ASKS)
            or any(
                sentence[start:end].lower() not in named for start, end in marker.spans(sentence)
            )
        ):
            return sentence
    return ""
