"""Links with everything a reader needs to know where they lead."""

from __future__ import annotations

from dataclasses import dataclass

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked


@dataclass(frozen=True, slots=True)
class ElementLink:
    """An element by its name; `kind` is the word for what it is."""

    name: str
    url: str
    kind: str = ""
    summary: str = ""


def link_to(element: Element, edition: Edition, asked: Asked) -> ElementLink:
    """The link to an element of that edition, keeping the dates that were asked for."""
    return ElementLink(
        name=element.name,
        url=addresses.of_element(edition, element) + asked.carried,
        kind=kind_word(element),
        summary=shortened(element.summary),
    )


def shortened(text: str, most: int = 220) -> str:
    """The text on one line, or its beginning up to a whole word."""
    text = text.replace("\n", "; ")
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def kind_word(element: Element) -> str:
    """What kind of thing an element is, as the beginning of a sentence."""
    return capitalised(str(kinds()[element.kind]._meta.verbose_name))


def capitalised(words: str) -> str:
    """The words with a capital letter at the beginning and nothing else changed."""
    return words[:1].upper() + words[1:]
