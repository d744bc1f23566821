"""The description: complete, without a warning, current, and true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator, FormatChecker

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition
from opmodel.publishing.api.description import description

from .conftest import EDITION, Ask

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"
LISTS = ["elements", *(kind.plural for kind in kinds().values())]
REFUSED = {"400", "404", "405", "406", "414", "500", "503"}


def test_it_is_made_without_a_warning() -> None:
    description.cache_clear()
    GENERATOR_STATS.reset()
    made = description()
    assert not GENERATOR_STATS
    validate_schema(made)
    assert made["openapi"].startswith("3.1")


def test_the_committed_one_is_current(bob: Edition, client: Client) -> None:
    """Made anew as docs/api.md says."""
    served = client.get("/api/v1/schema/?format=yaml").content.decode()
    assert COMMITTED.read_text() == served


def test_it_is_the_same_as_json_and_as_yaml(bob: Edition, client: Client) -> None:
    as_json = client.get("/api/v1/schema/")
    as_yaml = client.get("/api/v1/schema/", headers={"accept": "application/yaml"})
    assert as_json["Content-Type"] == "application/json"
    assert as_yaml["Content-Type"].startswith("application/yaml")
    assert yaml.safe_load(as_yaml.content) == json.loads(as_json.content)


@pytest.mark.parametrize("name", [*LISTS, "editions", "organisations", "sources"])
def test_every_list_and_detail_is_described_with_every_status(name: str) -> None:
    paths = description()["paths"]
    key = {"editions": "slug", "organisations": "slug"}.get(name, "id")
    for path in (f"/api/v1/{name}/", f"/api/v1/{name}/{{{key}}}/"):
        assert set(paths[path]) == {"get"}
        responses = paths[path]["get"]["responses"]
        assert set(responses) == {"200", "304"} | REFUSED
        for status in REFUSED:
            assert list(described(path, status)["content"]) == ["application/problem+json"]


def described(path: str, status: str) -> dict[str, Any]:
    """What the description says of an answer of this status."""
    answer = description()["paths"][path]["get"]["responses"][status]
    if "$ref" in answer:
        return description()["components"]["responses"][answer["$ref"].rsplit("/", 1)[1]]
    return answer


def strictly(schema: Any) -> Any:
    """The schema, letting nothing pass that it does not name."""
    if isinstance(schema, dict):
        schema = {name: strictly(each) for name, each in schema.items()}
        if "properties" in schema and schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    elif isinstance(schema, list):
        schema = [strictly(each) for each in schema]
    return schema


@pytest.fixture(scope="module")
def components() -> dict[str, Any]:
    return strictly(description()["components"])


def check(answer: Any, path: str, status: int, components: dict[str, Any]) -> None:
    """Holds an answer against what the description says of it, and against nothing looser."""
    content = next(iter(described(path, str(status))["content"].values()))
    schema = {**content["schema"], "components": components}
    checker = FormatChecker(["date", "uuid"])
    faults = list(Draft202012Validator(schema, format_checker=checker).iter_errors(answer))
    assert not faults, [f"{fault.json_path}: {fault.message}" for fault in faults]


@pytest.mark.parametrize("name", LISTS)
def test_real_lists_and_details_are_as_described(name: str, ask: Ask, components) -> None:
    answer = ask(f"{name}/?{EDITION}&page_size=500")
    check(answer, f"/api/v1/{name}/", 200, components)
    for row in answer["results"][:5]:
        check(ask(f"{name}/{row['id']}/"), f"/api/v1/{name}/{{id}}/", 200, components)
    check(ask(f"{name}/?{EDITION}&fields=key"), f"/api/v1/{name}/", 200, components)


@pytest.mark.parametrize("name", LISTS)
def test_without_fields_nothing_described_is_left_out(name: str, ask: Ask, components) -> None:
    for row in ask(f"{name}/?{EDITION}&page_size=500")["results"]:
        check(row, f"/api/v1/{name}/{{id}}/", 200, components)


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("", "/api/v1/"),
        ("editions/", "/api/v1/editions/"),
        ("editions/bob-icb-2024-09/", "/api/v1/editions/{slug}/"),
        ("organisations/?page_size=500", "/api/v1/organisations/"),
        ("organisations/bob-icb/?on=2025-01-01", "/api/v1/organisations/{slug}/"),
        ("sources/?page_size=500", "/api/v1/sources/"),
        ("search/?q=commissioning", "/api/v1/search/"),
        ("search/?q=QU9", "/api/v1/search/"),
    ],
)
def test_other_answers_are_as_described(address: str, path: str, ask: Ask, components) -> None:
    check(ask(address), path, 200, components)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("posts/?organisation=bob-icb&on=2026-04-01", 404),
        ("posts/?page=1000000000", 404),
        ("posts/?on=never&fields=x", 400),
        (f"posts/?q={'a' * 5000}", 414),
    ],
)
def test_refusals_are_as_described(address: str, status: int, ask: Ask, components) -> None:
    check(ask(address, status=status), "/api/v1/posts/", status, components)


def test_people_can_read_it_too(bob: Edition, client: Client, settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    response = client.get("/api/v1/docs/")
    page = response.content.decode()
    assert response.status_code == 200
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            assert operation["summary"] in page
    assert 'href="/api/v1/directorates/?edition=bob-icb-2024-09"' in page
    assert "<style" not in page
    anchors = re.findall(r'\bid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    again = client.get("/api/v1/docs/", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
