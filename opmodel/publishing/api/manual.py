"""The description of the API, arranged for people to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

Described = dict[str, Any]

_EXAMPLES: Final[dict[str, str]] = {
    "edition": "bob-icb-2024-09",
    "q": "EPRR",
    "from": "bob-ics-sdp-2022-03",
    "to": "bob-icb-2024-09",
}
_EXAMPLES_OF: Final = {"search": ("q",), "compare": ("from", "to"), "decide": ("edition", "q")}
_CODE: Final = "RNU"
_KEY: Final = "high-cost-care-packages"
_SLUGS: Final = {"editions": "bob-icb-2024-09", "organisations": "bob-icb"}

_TYPES: Final = {"integer": "whole number", "boolean": "true or false"}
_FORMATS: Final = {
    "date": "date",
    "date-time": "date and time",
    "uri": "address",
    "uuid": "id",
    "decimal": "decimal number as text",
}


@dataclass(frozen=True)
class Item:
    """A parameter, or a field of an answer."""

    name: str
    form: str
    meaning: str
    words: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class Operation:
    """An endpoint: what it takes and what it answers with; no example where an id is needed, nor
    where it writes."""

    method: str
    anchor: str
    title: str
    path: str
    example: str
    parameters: tuple[Item, ...]
    fields: tuple[Item, ...]
    paged: bool
    sent: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Section:
    """The endpoints about one thing."""

    anchor: str
    title: str
    meaning: tuple[str, ...]
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Manual:
    """The whole description."""

    meaning: tuple[str, ...]
    sections: tuple[Section, ...]
    problems: tuple[tuple[str, str], ...]


def manual(described: Described) -> Manual:
    """The description, arranged by what endpoints are about."""
    about: dict[str, list[tuple[str, Described]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            found = operation | {"method": method.upper()}
            about.setdefault(operation["tags"][0], []).append((path, found))
    return Manual(
        meaning=_paragraphs(described["info"]["description"]),
        sections=tuple(_section(tag, each, described) for tag, each in about.items()),
        problems=tuple(
            (status, answer["description"])
            for status, answer in described["components"]["responses"].items()
        ),
    )


def _section(tag: str, operations: list[tuple[str, Described]], described: Described) -> Section:
    return Section(
        anchor=f"about-{tag}",
        title=tag.replace("-", " ").capitalize(),
        meaning=_paragraphs(operations[0][1].get("description", "")),
        operations=tuple(_operation(path, tag, each, described) for path, each in operations),
    )


def _operation(path: str, tag: str, operation: Described, described: Described) -> Operation:
    asked = [_item(each) for each in operation.get("parameters", ()) if each["in"] == "query"]
    answer = _answer(operation, described)
    entries = answer.get("properties", {}).get("results")
    shown = _resolved(entries["items"], described) if entries else answer
    reads = operation["method"] == "GET"
    return Operation(
        method=operation["method"],
        anchor=f"to-{operation['operationId'].replace('_', '-')}",
        title=operation["summary"],
        path=path,
        example=_example(path, tag, [item.name for item in asked]) if reads else "",
        parameters=tuple(asked),
        fields=tuple(_fields(shown)),
        paged=entries is not None,
        sent=tuple(_fields(_schema(operation.get("requestBody", {}), described))),
    )


def _answer(operation: Described, described: Described) -> Described:
    """The shape of what is answered where all goes well; nothing where no body follows."""
    for status in ("200", "201"):
        if status in operation["responses"]:
            return _schema(operation["responses"][status], described)
    return {}


def _schema(body: Described, described: Described) -> Described:
    content = body.get("content", {}).get("application/json")
    return _resolved(content["schema"], described) if content else {}


def _example(path: str, tag: str, parameters: list[str]) -> str:
    if "{id}" in path or "{number}" in path:
        return ""
    path = (
        path.replace("{slug}", _SLUGS.get(tag, "")).replace("{code}", _CODE).replace("{key}", _KEY)
    )
    wanted = _EXAMPLES_OF.get(tag, ("edition",))
    asked: dict[str, str] = {name: _EXAMPLES[name] for name in wanted if name in parameters}
    return f"{path}?{urlencode(asked)}" if asked else path


def _item(parameter: Described) -> Item:
    schema = parameter["schema"]
    words = schema.get("enum") or schema.get("items", {}).get("enum") or ()
    return Item(
        name=parameter["name"],
        form=_form(schema),
        meaning=parameter.get("description", ""),
        words=tuple(words),
        needed=parameter.get("required", False),
    )


def _fields(schema: Described) -> Iterator[Item]:
    for name, each in schema.get("properties", {}).items():
        yield Item(
            name=name,
            form=_form(each),
            meaning=each.get("description", "").split("\n\n*")[0],
            words=tuple(str(word) for word in each.get("enum", ()) if word is not None),
        )


def _form(schema: Described) -> str:
    if "$ref" in schema:
        return _words(schema["$ref"].rsplit("/", 1)[1])
    for several in ("oneOf", "anyOf", "allOf"):
        if several in schema:
            return " or ".join(_form(each) for each in schema[several])
    of = schema.get("type", "any value")
    if isinstance(of, list):
        return " or ".join(_form({**schema, "type": each}) for each in of)
    if of == "array":
        return f"list of {_form(schema['items'])}"
    if of == "string":
        return _FORMATS.get(schema.get("format", ""), "text")
    return _TYPES.get(of, str(of))


def _words(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _resolved(schema: Described, described: Described) -> Described:
    if "$ref" not in schema:
        return schema
    return described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in text.split("\n\n") if each.strip())
