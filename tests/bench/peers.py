"""What the registry is compared with: how such things are usually done."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from rest_framework.pagination import PageNumberPagination
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ModelViewSet

from opmodel.editions.ids import edition_id
from opmodel.editions.models import Element

EDITION = edition_id("bob-icb-2024-09")
FIELDS = (
    *("id", "key", "kind", "name", "also_known_as", "summary"),
    *("edition", "standing", "reading", "position"),
)


def hello(request: HttpRequest) -> HttpResponse:
    """The least that a view can do."""
    return HttpResponse(b"Hello", content_type="text/plain")


class Row(ModelSerializer):
    """An element's own columns; nothing of what it refers to, which our list has besides."""

    class Meta:
        model = Element
        fields = FIELDS


class Hundred(PageNumberPagination):
    """As many as a page of our list."""

    page_size = 100


class Rows(ModelViewSet):
    """A plain viewset of Django REST framework."""

    queryset = Element.objects.filter(edition=EDITION).order_by("kind", "position", "key")
    serializer_class = Row
    pagination_class = Hundred
    renderer_classes = (JSONRenderer,)


_JSON_AGG = """
    SELECT json_agg(rows)::text FROM (
        SELECT id, key, kind, name, also_known_as, summary, edition_id AS edition, standing,
            reading, position
        FROM editions_element WHERE edition_id = %s ORDER BY kind, position, key LIMIT 100
    ) AS rows
"""


def json_agg(request: HttpRequest) -> HttpResponse:
    """The same rows as PostgreSQL writes them, passed through."""
    with connection.cursor() as cursor:
        cursor.execute(_JSON_AGG, [EDITION])
        (text,) = cursor.fetchone()
    return HttpResponse(text, content_type="application/json")
