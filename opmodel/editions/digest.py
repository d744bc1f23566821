"""The name of an edition's content: SHA-256 over its canonical JSON (RFC 8785).

The content is the snapshot with the adoption record, and the digest of the edition it is based on:
so a digest vouches for the whole line of editions behind it.
"""

import hashlib
from typing import Any

import rfc8785

from .models import Edition
from .snapshot import Snapshot, take


def digest_of(snapshot: Snapshot, *, parent: str) -> str:
    """64 hexadecimal digits for this content; *parent* is the base edition's digest or empty."""
    document: dict[str, Any] = {
        "edition": snapshot.edition,
        "sources": snapshot.sources,
        "elements": [record.canonical() for record in snapshot.records],
        "parent": parent,
    }
    return hashlib.sha256(rfc8785.dumps(document)).hexdigest()


def compute(edition: Edition) -> str:
    """The digest of an edition as the database has it now."""
    parent = edition.based_on.digest if edition.based_on else ""
    return digest_of(take(edition), parent=parent)
