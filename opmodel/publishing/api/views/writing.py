"""What every endpoint does that writes: read what was sent, hold it to what was seen, refuse in
words."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar, Final

from django.utils.http import parse_etags
from rest_framework import exceptions
from rest_framework.serializers import BaseSerializer

from opmodel.editions.actions.changing import Authored, ChangeRefused
from opmodel.editions.models import request_id
from opmodel.publishing.api.problems import Fault, Refusal
from opmodel.publishing.api.sent_faults import faults_of

from .base import Endpoint

SIGN_IN: Final = "Sign in first: nothing is written for somebody who is not known."
NO_MATCH: Final = (
    "It is not as it was when you read it. Read it again, and write in view of what stands there."
)
SAY_MATCH: Final = (
    "Say in If-Match the ETag of what you read, so that nobody's change is written over unseen."
)


def etag_of(*named: object) -> str:
    """A strong ETag of what is named by these values."""
    return f'"{hashlib.sha256("|".join(map(str, named)).encode()).hexdigest()[:32]}"'


class WritingEndpoint(Endpoint):
    """An endpoint that also writes. *sent* declares, by method, what it is sent."""

    sent: ClassVar[dict[str, type[BaseSerializer]]] = {}

    def body(self) -> dict[str, Any]:
        """What was sent, as far as its form is right. Refuses anything unknown."""
        request = self.request
        try:
            data = request.data
        except (exceptions.ParseError, UnicodeError) as error:
            raise Refusal(400, "What was sent is not JSON. Send an object.") from error
        except RecursionError as error:
            raise Refusal(400, "What was sent is nested too deep to be read.") from error
        except exceptions.UnsupportedMediaType as error:
            raise Refusal(415, "Send JSON, and say so in Content-Type.") from error
        if not isinstance(data, dict):
            raise Refusal(400, "Send a JSON object.")
        shape: Any = self.sent[str(request.method)](
            data=data, partial=request.method == "PATCH", context={"request": request}
        )
        faults = [
            Fault(name[:80], "There is no such field here.") for name in data.keys() - shape.fields
        ]
        if not shape.is_valid():
            faults += faults_of(shape)
        if faults:
            raise sent_wrongly(faults)
        return dict(shape.validated_data)

    def authored(self, reason: str) -> Authored:
        """Who writes, why, and in which request. Refuses who is not signed in."""
        if not self.request.user.is_authenticated:
            raise Refusal(403, SIGN_IN)
        return Authored(by=self.request.user, reason=reason, request=request_id(self.request))

    def match(self, etag: str) -> None:
        """Holds the request to what was read: refuses it where something else stands there."""
        asked = self.request.headers.get("If-Match", "")
        if not asked:
            raise Refusal(428, SAY_MATCH)
        if asked.strip() != "*" and etag not in parse_etags(asked):
            raise Refusal(412, NO_MATCH)


def refused_change(refused: ChangeRefused) -> Refusal:
    """The refusal of a writing whose values cannot be."""
    return sent_wrongly([Fault(each.field, each.message) for each in refused.faults])


def sent_wrongly(faults: list[Fault]) -> Refusal:
    """The refusal of a body for the fields that are wrong with it."""
    told = " ".join(fault.message for fault in faults)
    return Refusal(400, f"Nothing was written. {told}", faults=faults)
