"""Where a program begins: what there is, the description of it, and words for what is not there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.renderers import OpenApiYamlRenderer, OpenApiYamlRenderer2
from rest_framework.request import Request
from rest_framework.response import Response

from opmodel.editions.kinds import kinds
from opmodel.publishing.api import serializers
from opmodel.publishing.api.description import description
from opmodel.publishing.api.etags import conditional
from opmodel.publishing.api.manual import manual
from opmodel.publishing.api.parameters import Parameter
from opmodel.publishing.api.problems import problem
from opmodel.publishing.api.renderers import JSONRenderer

from .base import Endpoint


class Start(Endpoint):
    """What there is."""

    answer = serializers.Start
    operation, tag = "start", "start"
    title = "What there is"
    meaning = "The addresses of all lists, of search and of this description."

    def get(self, request: Request) -> Response:
        def at(name: str) -> str:
            return request.build_absolute_uri(reverse(name))

        return Response(
            {
                "title": "Operating-model registry",
                "description": at("api-schema"),
                "docs": at("api-docs"),
                "search": at("api-search"),
                "compare": at("api-compare"),
                "decide": at("api-decide"),
                "findings": at("api-findings"),
                "scenarios": at("api-scenarios"),
                "organisations": at("api-organisations"),
                "editions": at("api-editions"),
                "sources": at("api-sources"),
                "elements": at("api-elements"),
                "kinds": {kind.plural: at(f"api-{kind.plural}") for kind in kinds().values()},
            }
        )


class Schema(Endpoint):
    """The description in OpenAPI 3.1."""

    renderer_classes = (JSONRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer)
    answer = serializers.Description
    operation, tag = "schema", "start"
    title = "The description in OpenAPI 3.1"
    meaning = "As JSON or YAML: say which by the Accept header or by `format`."
    formats = ("json", "yaml")

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        return (
            Parameter("format", "The form of it.", {"type": "string", "enum": list(cls.formats)}),
        )

    def get_format_suffix(self, **kwargs: Any) -> str | None:
        self.question.words("format", self.formats)
        self.question.check()
        return self.question.text("format") or None

    def get(self, request: Request) -> Response:
        return Response(description())


def docs(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    if request.method not in ("GET", "HEAD"):
        refusal = problem(request, 405)
        refusal.headers["Allow"] = "GET, HEAD"
        return refusal
    response = render(request, "api/docs.html", {"manual": manual(description())})
    response.headers["Cache-Control"] = "no-cache"
    return conditional(request, response)


# There is nothing to protect: whatever is sent, the answer is the same.
@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """What is said where there is nothing."""
    return problem(request, 404, "There is nothing at this address. /api/v1/ lists what there is.")


# Or a slash would be put behind an address that leads nowhere with it either.
unknown.should_append_slash = False  # type: ignore[attr-defined]
