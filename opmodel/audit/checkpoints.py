"""Checkpoints: where the chains stand, signed, to be kept somewhere else.

Whoever can write to the database can write every hash of it anew. What they cannot do is make that
agree with a head that somebody else keeps.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any, Final

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import connection
from django.utils import timezone

_MADE_FROM: Final = b"opmodel audit checkpoints"


class CheckpointRefused(ValueError):
    """A file that is no checkpoint, or was not signed with the key that is asked for."""


@dataclass(frozen=True)
class Held:
    """A head of a chain, as it was signed."""

    chain: str
    number: int
    hash: str


def public_key() -> str:
    """The key that checkpoints of this registry are proved with: give it to whoever keeps them."""
    raw = _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def checkpoint(*, chain: str | None = None) -> dict[str, Any]:
    """Where the chains stand now (or one of them), signed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT chain, number, encode(hash, 'hex') FROM audit_head"
            " WHERE %s::text IS NULL OR chain = %s ORDER BY chain",
            [chain, chain],
        )
        heads = [
            {"chain": of, "number": number, "hash": digest}
            for of, number, digest in cursor.fetchall()
        ]
    told: dict[str, Any] = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "heads": heads,
        "public_key": public_key(),
    }
    told["signature"] = base64.b64encode(_key().sign(_signed(told))).decode()
    return told


def read(text: str, *, key: str = "") -> list[Held]:
    """The heads in a checkpoint, once its signature is proved: with *key*, or with our own."""
    try:
        told = json.loads(text)
        proving = Ed25519PublicKey.from_public_bytes(base64.b64decode(key or public_key()))
        signature = base64.b64decode(told["signature"])
        heads = [Held(each["chain"], each["number"], each["hash"]) for each in told["heads"]]
    except (ValueError, KeyError, TypeError) as error:
        raise CheckpointRefused("This is no checkpoint: it cannot be read.") from error
    try:
        proving.verify(signature, _signed(told))
    except InvalidSignature as error:
        raise CheckpointRefused(
            "The checkpoint's signature is not right: it was changed, or signed with another key."
        ) from error
    return heads


def no_longer_there(heads: list[Held], *, chain: str | None = None) -> list[Held]:
    """Heads that their chain does not hold any more."""
    gone = []
    with connection.cursor() as cursor:
        for held in heads:
            if chain is not None and held.chain != chain:
                continue
            cursor.execute(
                "SELECT encode(hash, 'hex') FROM audit_entry WHERE chain = %s AND number = %s",
                [held.chain, held.number],
            )
            found = cursor.fetchone()
            if held.number and (found is None or found[0] != held.hash):
                gone.append(held)
    return gone


def _signed(told: dict[str, Any]) -> bytes:
    return rfc8785.dumps({name: value for name, value in told.items() if name != "signature"})


def _key() -> Ed25519PrivateKey:
    """From AUDIT_SIGNING_KEY (32 bytes in base64), else made from the SECRET_KEY."""
    given = settings.AUDIT_SIGNING_KEY
    if given:
        return Ed25519PrivateKey.from_private_bytes(base64.b64decode(given))
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_MADE_FROM)
    return Ed25519PrivateKey.from_private_bytes(made.derive(settings.SECRET_KEY.encode()))
