"""The form of edition folders, for whoever writes one."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from opmodel.editions.folder.schema import schema


def edition_folder(request: HttpRequest) -> JsonResponse:
    """The JSON Schema of an edition folder."""
    return JsonResponse(
        schema(), json_dumps_params={"indent": 2}, content_type="application/schema+json"
    )
