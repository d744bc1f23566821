"""What everything hangs on: organisations, editions, elements, sources."""

from .dates import Dated
from .edition import Edition
from .element import Element, Kind, Link
from .fields import Reference
from .history import History, Recorded, request_id
from .lineage import Lineage
from .organisation import Identifier, Organisation, Succession
from .registry import Generation, Word
from .searching import Searchable, SearchableEdition, Synonym
from .source import Citation, Source, SourceNote
from .vocabulary import (
    FROZEN_STATES,
    PUBLISHED_STATES,
    EditionState,
    LineageKind,
    OrganisationKind,
    Precision,
    Standing,
    SuccessionKind,
)

__all__ = [
    "FROZEN_STATES",
    "PUBLISHED_STATES",
    "Citation",
    "Dated",
    "Edition",
    "EditionState",
    "Element",
    "Generation",
    "History",
    "Identifier",
    "Kind",
    "Lineage",
    "LineageKind",
    "Link",
    "Organisation",
    "OrganisationKind",
    "Precision",
    "Recorded",
    "Reference",
    "Searchable",
    "SearchableEdition",
    "Source",
    "SourceNote",
    "Standing",
    "Succession",
    "SuccessionKind",
    "Synonym",
    "Word",
    "request_id",
]
