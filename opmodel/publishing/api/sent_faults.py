"""What is wrong with the form of what was sent, in the words of the registry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rest_framework import fields
from rest_framework.serializers import BaseSerializer

from .problems import Fault

_BY_CODE: Final = {
    "required": "is missing.",
    "null": "cannot be null.",
    "blank": "cannot be empty.",
    "empty": "cannot be empty.",
    "null_characters_not_allowed": "has a character that cannot be kept.",
    "surrogate_characters_not_allowed": "has a character that cannot be kept.",
}
_BY_FORM: Final = (
    (fields.DictField, "has to be an object, such as {}."),
    (fields.ListField, "has to be a list."),
    (fields.BooleanField, "has to be true or false."),
    (fields.DateField, "has to be a day such as 2027-03-31."),
    (fields.IntegerField, "has to be a whole number."),
    (fields.SlugField, "has to be a key: letters, digits and hyphens."),
    (fields.CharField, "has to be a text."),
)


def faults_of(shape: BaseSerializer) -> list[Fault]:
    """The faults of what was sent, a sentence for each field that is wrong."""
    known: Any = shape
    return [
        Fault(name, " ".join(dict.fromkeys(_sentences(name, known.fields.get(name), said))))
        for name, said in known.errors.items()
    ]


def _sentences(name: str, field: Any, said: Any) -> Iterator[str]:
    if isinstance(said, dict):
        # What is wrong within a list or an object is told of the whole of it.
        said = [each for within in said.values() for each in within]
    for each in said:
        yield f"“{name}” {_words(field, getattr(each, 'code', ''))}"


def _words(field: Any, code: str) -> str:
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code == "max_length":
        return f"has more than {field.max_length} characters."
    if isinstance(field, fields.ChoiceField):
        return f"has to be one of: {', '.join(map(str, field.choices))}."
    for form, words in _BY_FORM:
        if isinstance(field, form):
            return words
    return "cannot be read."
