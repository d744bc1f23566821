"""Identifiers that say which edition a row belongs to.

Every row of an edition has a UUID of two halves: the *head* (eight bytes) is its edition's, the
*tail* (eight bytes) a hash of what the row is called inside that edition. So an import or a clone
needs no look-ups to know an id, and the database can tell by comparing heads that a reference
stays inside its edition. The form is UUID version 8 (RFC 9562, section 5.8: custom layouts).
"""

import hashlib
from uuid import UUID

HEAD_BYTES = 8
_VERSION = 0x80  # the high four bits of byte 6
_VARIANT = 0x80  # the high two bits of byte 8


def edition_id(slug: str) -> UUID:
    """The id of the edition with this slug: the same in every registry that holds it."""
    head = bytearray(hashlib.sha256(f"edition:{slug}".encode()).digest()[:HEAD_BYTES])
    head[6] = _VERSION | (head[6] & 0x0F)
    return UUID(bytes=bytes(head) + bytes([_VARIANT]) + bytes(HEAD_BYTES - 1))


def row_id(edition: UUID, name: str) -> UUID:
    """The id of the row called *name* in *edition*: an element's key, or a prefixed name."""
    tail = bytearray(hashlib.sha256(name.encode()).digest()[:HEAD_BYTES])
    tail[0] = _VARIANT | (tail[0] & 0x3F)
    return UUID(bytes=edition.bytes[:HEAD_BYTES] + bytes(tail))


def rows_of(edition: UUID, of: str = "pk") -> dict[str, UUID]:
    """The look-up that finds the rows of an edition by their ids alone, or by those in another
    column: without a join, and by the index that every id has."""
    first = edition.bytes[:HEAD_BYTES]
    return {
        f"{of}__gte": UUID(bytes=first + bytes(HEAD_BYTES)),
        f"{of}__lte": UUID(bytes=first + b"\xff" * HEAD_BYTES),
    }


def head(identifier: UUID) -> bytes:
    """The half that names the edition."""
    return identifier.bytes[:HEAD_BYTES]
