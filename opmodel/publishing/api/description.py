"""The description of the API in OpenAPI 3.1, made from the views and kinds there are."""

from __future__ import annotations

from functools import cache
from inspect import cleandoc
from typing import Any, Final

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from .problems import MEANINGS, MEDIA_TYPE
from .serializers import Problem

_REFUSALS: Final = (400, 404, 405, 406, 414, 500, 503)
_HEADERS: Final = (
    OpenApiParameter(
        "ETag",
        {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
        OpenApiParameter.HEADER,
        response=[200, 304],
        required=True,
        description="Names this very answer.",
    ),
    OpenApiParameter(
        "If-None-Match",
        str,
        OpenApiParameter.HEADER,
        description="The ETag of the answer you have: you are told 304 where it is still right.",
    ),
)

_REFUSALS_OF_WRITING: Final = (403, 412, 415, 428)
_OF_WRITING: Final = (
    OpenApiParameter(
        "If-Match",
        str,
        OpenApiParameter.HEADER,
        required=True,
        description="The ETag of what you read: where it is not that any more, nothing is written.",
    ),
)
_WRITES: Final = {"POST": "add_to_", "PUT": "replace_", "PATCH": "change_", "DELETE": "remove_"}
_WRITTEN: Final = {
    "POST": (201, "What was written."),
    "PUT": (200, "What was written."),
    "PATCH": (200, "What was written."),
    "DELETE": (204, "It is removed."),
}


class Described(AutoSchema):
    """Asks an endpoint what it takes and answers."""

    @property
    def endpoint(self) -> Any:
        """The view, which is one of ours."""
        return self.view

    def get_tags(self) -> list[str]:
        return [self.endpoint.tag]

    def get_summary(self) -> str:
        return str(self.endpoint.title)

    def get_description(self) -> str:  # type: ignore[override]  # as the library has it
        return cleandoc(self.endpoint.meaning)

    @property
    def writes(self) -> bool:
        """Whether this operation writes."""
        return self.method in {"POST", "PUT", "PATCH", "DELETE"}

    def get_operation_id(self) -> str:
        doing = _WRITES.get(self.method, "")
        return f"{doing}{self.endpoint.operation}"

    def get_request_serializer(self) -> Any:
        return getattr(self.endpoint, "sent", {}).get(self.method)

    def get_override_parameters(self) -> list[Any]:
        if self.writes:
            return list(_OF_WRITING) if self.method != "POST" else []
        return [*(each.described() for each in self.endpoint.parameters()), *_HEADERS]

    def get_response_serializers(self) -> Any:
        refusals = (*_REFUSALS, *_REFUSALS_OF_WRITING) if self.writes else _REFUSALS
        refusals += getattr(self.endpoint, "also_refuses", ())
        problems = {
            (status, MEDIA_TYPE): OpenApiResponse(Problem, MEANINGS[status]) for status in refusals
        }
        if self.writes:
            status, words = _WRITTEN[self.method]
            answer = None if status == 204 else getattr(self.endpoint, "written", None)
            answer = answer or (None if status == 204 else self.endpoint.answer)
            found = {status: OpenApiResponse(answer, words)}
            if proposed := getattr(self.endpoint, "proposes", None):
                found[202] = OpenApiResponse(proposed, "It is proposed, and not written yet.")
            return {**found, **problems}
        return {
            200: OpenApiResponse(self.endpoint.answer, "What was asked for."),
            304: OpenApiResponse(None, "What you have is still right."),
            **problems,
        }

    def _is_list_view(self, serializer: Any = None) -> bool:
        # Lists say themselves what a page of theirs looks like.
        return False


@cache
def description() -> dict[str, Any]:
    """The whole description. Addresses and kinds are the same as long as the process runs."""
    return SchemaGenerator().get_schema(request=None, public=True)


def without_marks(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Leaves choices where they are used, because the same field (such as `form`) has others in
    each kind; and takes out the marks by which the generator would have collected them."""
    waiting: list[Any] = [result]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            each.pop("x-spec-enum-id", None)
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return result


def refusals_once(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Describes the refusals once, since they are the same everywhere."""
    refusals = result["components"].setdefault("responses", {})
    for methods in result["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                if status >= "400":
                    refusals[status] = answer
                    operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
    return result
