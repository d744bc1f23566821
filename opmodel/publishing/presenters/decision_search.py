"""A search that asks who may decide something: the same question, put to the schemes there are."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from governance.deciding.amounts import AmountUnreadable, amount_within
from governance.deciding.loading import scheme_of
from governance.deciding.schemes import with_schemes
from governance.deciding.words import SeveralNamed, Understood, understood
from governance.models import Decision
from opmodel.editions.models import Edition
from opmodel.editions.selectors.search import Found
from opmodel.editions.viewer import Viewer
from opmodel.publishing.asking import Asked
from opmodel.publishing.time_bar import Link
from opmodel.publishing.words import amount as pounds
from opmodel.publishing.words import counted

MOST = 8
"""Organisations that the question is put to; who means another narrows the search to it."""
MOST_LEFT = 2
"""Words that a scheme may not know, and still be asked."""

_ASKS = re.compile(r"\bwho\b|\bapprov|\bauthori[sz]|\bdecid", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Put:
    """The question as one organisation's scheme understands it."""

    organisation: str
    sample: bool
    link: Link


def sought(question: str) -> str:
    """What is looked for in the editions: of a question who decides, the words without the amount,
    which stands nowhere as it was asked."""
    if not _ASKS.search(question):
        return question
    try:
        _, rest = amount_within(question)
    except AmountUnreadable:
        return question
    return " ".join(rest.split()) or question


def put_to_schemes(
    question: str, found: Found, editions: Collection[UUID], viewer: Viewer, asked: Asked
) -> tuple[Put, ...]:
    """The question to each organisation whose scheme understands it; nothing where the search is
    for something else. It asks who decides, or found a decision."""
    about_decisions = any(each.kind == Decision.kind_name for each in found.elements)
    if not question or not (about_decisions or _ASKS.search(question)):
        return ()
    puts = []
    for edition in with_schemes(editions=editions, viewer=viewer)[:MOST]:
        if not edition.organisation.existed_on(asked.moment.on):
            continue
        try:
            read = understood(scheme_of(edition), question)
        except (AmountUnreadable, SeveralNamed):
            continue
        if read.matters and len(read.left) <= MOST_LEFT:
            puts.append(_put(question, edition, read, asked))
    return tuple(puts)


def _put(question: str, edition: Edition, read: Understood, asked: Asked) -> Put:
    scheme = scheme_of(edition)
    kept = {
        "organisation": edition.organisation_id,
        "q": question,
        "amount": str(read.amount.pounds) if read.amount else "",
        "basis": read.amount.basis if read.amount else "",
        "place": read.place,
        "service": read.service,
        **asked.stated,
    }
    about = [
        *([pounds(read.amount.pounds)] if read.amount else []),
        *([scheme.services[read.service]] if read.service else []),
        *([scheme.places[read.place]] if read.place else []),
    ]
    name = read.matters[0].name
    if read.clear:
        words = f"Who may {name[:1].lower()}{name[1:]}"
    else:
        others = counted(len(read.matters) - 1, "other decision")
        words = f"{name} or {others}" if len(read.matters) > 1 else name
    query = urlencode({key: value for key, value in kept.items() if value})
    return Put(
        organisation=edition.organisation.called,
        sample=edition.organisation.sample,
        link=Link(
            f"{', '.join([words, *about])}{'?' if read.clear else ': which?'}",
            f"{reverse('decide')}?{query}",
        ),
    )
