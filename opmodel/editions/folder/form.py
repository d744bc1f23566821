"""Whether a file has the right form, in words: what its JSON Schema refuses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from .faults import Fault, closest
from .reading import Document, Path_
from .schema import WEB_ADDRESS, Schema, definitions, file_schema


def file_faults(name: str, document: Document) -> list[Fault]:
    """What is wrong with the form of one file of an edition folder; notes where in its `faulty`."""
    return list(form_faults(document, _validator(name), file_schema(name), definitions()))


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for({**file_schema(name), "$defs": definitions()})


def form_faults(
    document: Document, validator: Any, schema: Schema, defined: Schema
) -> Iterator[Fault]:
    """What is wrong with the form of a document, in words."""
    errors = [(tuple(error.instance_path), error) for error in validator.iter_errors(document.data)]
    # What is not one of the words is of the wrong type at most because of that.
    unknown_words = {path for path, error in errors if error.kind.name == "enum"}
    for path, error in errors:
        if not (error.kind.name == "type" and path in unknown_words):
            yield from _form_fault(document, path, error, schema, defined)


def _form_fault(
    document: Document, path: Path_, error: Any, schema: Schema, defined: Schema
) -> Iterator[Fault]:
    kind = error.kind
    if kind.name not in ("additionalProperties", "required"):
        document.faulty.add(path)
    match kind.name:
        case "additionalProperties":
            known = _known_names(schema, defined, path)
            for unexpected in kind.unexpected:
                document.faulty.add((*path, unexpected))
                yield document.fault(
                    (*path, unexpected),
                    f"“{unexpected}” is not known here.",
                    closest(unexpected, known) or f"Known are {', '.join(sorted(known))}.",
                )
        case "required":
            document.faulty.add((*path, kind.property))
            yield document.fault(path, f"“{kind.property}” is missing.", "Add it.")
        case "enum":
            words = [str(word) for word in kind.options if word is not None]
            yield document.fault(
                path,
                f"“{_short(error.instance)}” is not one of the words used here.",
                closest(str(error.instance), words) or f"Use {', '.join(words)}.",
            )
        case "type":
            yield document.fault(
                path,
                f"This is {_named(error.instance)}, not {_expected(kind.types)}.",
                _retyped(error.instance, kind.types),
            )
        case "maxLength":
            yield document.fault(
                path,
                f"This has {len(str(error.instance))} characters.",
                f"At most {kind.limit} fit.",
            )
        case "minLength":
            yield document.fault(path, "This is empty.", "Write it, or leave the line out.")
        case "pattern":
            yield document.fault(
                path,
                f"“{_short(error.instance)}” does not have the right form.",
                _form(kind.pattern),
            )
        case "uniqueItems":
            yield document.fault(path, "Something stands in this list twice.", "Keep one of each.")
        case "minimum" | "maximum":
            yield document.fault(
                path, f"{error.instance} is out of range.", "Use a number from 1 to 32767."
            )
        case _:
            yield document.fault(path, f"{error.message}.", "")


def _known_names(schema: Schema, defined: Schema, path: Path_) -> list[str]:
    """The names allowed at a path of a document: follows its schema down."""
    here = schema
    for step in path:
        here = here["items"] if isinstance(step, int) else here["properties"][step]
        if "$ref" in here:
            here = defined[here["$ref"].rsplit("/", 1)[1]]
    return list(here.get("properties", ()))


_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a set of named values",
    "null": "nothing",
}


def _named(value: Any) -> str:
    match value:
        case None:
            return "empty"
        case bool():
            return f"read as {'true' if value else 'false'}"
        case int():
            return f"the number {value}"
        case str():
            return f"the text “{_short(value)}”"
        case list():
            return "a list"
        case _:
            return "a set of named values"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _retyped(value: Any, types: Any) -> str:
    """What makes a value one of these types, where that is simple."""
    if value is None:
        return "Write it, or leave the line out."
    if "string" in types and isinstance(value, bool | int):
        return "Put it in quotes."
    if "array" in types:
        return "Start each of its lines with a hyphen."
    return f"Write {_expected(types)}."


def _expected(types: Any) -> str:
    return " or ".join(_TYPES.get(str(name), str(name)) for name in types if str(name) != "null")


def _form(pattern: str) -> str:
    if pattern == WEB_ADDRESS:
        return "Write a web address that begins with https://."
    if "Q[1-4]" in pattern:
        return "Write 2024, 2024-Q3, 2024-09 or 2024-09-30."
    if "T" in pattern:
        return "Write 2024-09-30 or 2024-09-30T14:05:00Z."
    if pattern.startswith(r"^\d{4}"):
        return "Write a date like 2024-09-30."
    if pattern.startswith("^-?"):
        return "Write a number like 1800000 or 3.6."
    return "Use lower-case letters and digits, with single hyphens between words."
