"""The shapes of answers, declared: the description is made from them, answers are tested by them.

Answers themselves are built as plain dictionaries, because a serializer takes several times as
long over a hundred rows. Where mypy is told to ignore an assignment, a field of the answer has the
name of an attribute of serializers; the library keeps the two apart.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from django.db import models
from rest_framework import serializers as fields
from rest_framework.serializers import Serializer

from opmodel.editions.kinds import kinds
from opmodel.editions.models import (
    Identifier,
    OrganisationKind,
    Precision,
    Standing,
    SuccessionKind,
)
from opmodel.publishing.filters import STATUSES
from opmodel.publishing.time_bar import STANDINGS

from .shapes import Shape

Declared = type[Serializer]


class Fault(Serializer):
    """What is wrong with one parameter, and what to do about it."""

    parameter = fields.CharField()
    message = fields.CharField()


class Relation(Serializer):
    """A reference to something: its key and kind, what it is called, and its page if it has one."""

    key = fields.CharField()
    kind = fields.CharField()
    name = fields.CharField()
    url = fields.URLField(allow_null=True)


class Problem(Serializer):
    """A refusal (RFC 9457): what is wrong, and what to do about it."""

    type = fields.CharField()
    title = fields.CharField()
    status = fields.IntegerField(min_value=400, max_value=599)
    detail = fields.CharField()
    instance = fields.CharField()
    errors = Fault(many=True, required=False)  # type: ignore[assignment]
    successors = Relation(
        many=True, required=False, help_text="Who took over, where one had ended."
    )


class SourceName(Serializer):
    """A source, by its key and title."""

    key = fields.CharField()
    title = fields.CharField()


class Citation(Serializer):
    """The place in a source that states an element."""

    source = SourceName()  # type: ignore[assignment]
    heading = fields.CharField(allow_null=True)
    page = fields.CharField(allow_null=True, help_text="As the document numbers it.")
    note = fields.CharField(allow_null=True)


class OrganisationName(Serializer):
    """An organisation, by its slug and name."""

    slug = fields.CharField()
    name = fields.CharField()
    url = fields.URLField()


class Edition(Serializer):
    """The whole operating model of an organisation at one moment: adopted, proposed, published."""

    slug = fields.CharField()
    title = fields.CharField()
    label = fields.CharField(  # type: ignore[assignment]
        help_text="How people refer to it, such as “September 2024”."
    )
    summary = fields.CharField(allow_null=True)
    leaves_out = fields.CharField(
        allow_null=True,
        help_text="What the edition itself says it does not show. Null: it says nothing of that.",
    )
    organisation = OrganisationName()
    status = fields.ChoiceField(STATUSES, help_text="What it is on the day asked for.")
    standing = fields.ChoiceField(
        sorted({STANDINGS[status.replace(" ", "-")].word for status in STATUSES}),
        help_text="The status as pages word it.",
    )
    effective_from = fields.DateField(allow_null=True)
    effective_precision = fields.ChoiceField(
        Precision.values, help_text="How much of that date its source gives."
    )
    recorded_at = fields.DateTimeField(
        allow_null=True, help_text="When its adoption became known to the registry's readers."
    )
    adopted_by = fields.CharField(allow_null=True, help_text="Null: not recorded.")
    meeting_on = fields.DateField(allow_null=True, help_text="Null: not recorded.")
    minute = fields.CharField(allow_null=True, help_text="Null: not recorded.")
    adoption_note = fields.CharField(allow_null=True)
    based_on = fields.CharField(allow_null=True, help_text="The slug of the edition before it.")
    digest = fields.RegexField(
        r"^[0-9a-f]{64}$", allow_null=True, help_text="Names its content for good. Null: a draft."
    )
    published_on = fields.DateField(allow_null=True)
    published_precision = fields.ChoiceField(Precision.values)
    sample = fields.BooleanField(help_text="Invented for demonstration.")
    url = fields.URLField()
    workbook = fields.URLField(
        help_text="All of it as an Excel workbook that can be changed and brought back."
    )
    limits_dmn = fields.URLField(
        help_text="Its financial limits as DMN 1.3; not found where it has none."
    )


class Code(Serializer):
    """A code under which a register knows an organisation."""

    scheme = fields.ChoiceField(Identifier.Scheme.values)
    value = fields.CharField()
    valid_from = fields.DateField(allow_null=True)
    valid_until = fields.DateField(allow_null=True)
    source = SourceName(allow_null=True)  # type: ignore[assignment]


class SuccessionStep(Serializer):
    """One organisation's functions passing to or from another."""

    organisation = OrganisationName()
    kind = fields.ChoiceField(SuccessionKind.values)
    effective_on = fields.DateField(help_text="The first day under the successor.")
    note = fields.CharField(allow_null=True)
    source = SourceName(allow_null=True)  # type: ignore[assignment]


class Organisation(Serializer):
    """A body that has existed under one legal identity."""

    slug = fields.CharField()
    name = fields.CharField()
    short_name = fields.CharField(allow_null=True)
    kind = fields.ChoiceField(OrganisationKind.values)
    summary = fields.CharField(allow_null=True)
    legal_from = fields.DateField(allow_null=True)
    legal_until = fields.DateField(allow_null=True, help_text="The last day on which it existed.")
    operational_from = fields.DateField(allow_null=True)
    operational_until = fields.DateField(allow_null=True)
    identifiers = Code(many=True)
    came_from = SuccessionStep(many=True)
    became = SuccessionStep(many=True)
    system = OrganisationName(
        allow_null=True, help_text="The integrated care system that it is part of."
    )
    sample = fields.BooleanField(help_text="Invented for demonstration.")
    in_force = fields.CharField(
        allow_null=True, help_text="The slug of the edition in force on the day asked for."
    )
    source = SourceName(allow_null=True)  # type: ignore[assignment]
    url = fields.URLField()


class Source(Serializer):
    """A document or register that facts are taken from."""

    id = fields.UUIDField()
    key = fields.CharField()
    title = fields.CharField()
    publisher = fields.CharField(allow_null=True)
    published_on = fields.DateField(allow_null=True)
    published_precision = fields.ChoiceField(Precision.values)
    address = fields.URLField(allow_null=True)
    note = fields.CharField(allow_null=True)
    edition = fields.CharField(
        allow_null=True, help_text="Null: it backs facts that stand outside editions."
    )
    organisation = fields.CharField(allow_null=True)
    url = fields.URLField(allow_null=True)


class Mark(Serializer):
    """A part of a text that is what was asked for: from one letter up to before another."""

    start = fields.IntegerField(min_value=0)
    end = fields.IntegerField(min_value=0)


class Snippet(Serializer):
    """The part of a summary that has what was asked for, and where in it that stands."""

    text = fields.CharField()
    marks = Mark(many=True)


class Hit(Serializer):
    """An element that a search found, and where it stands."""

    id = fields.UUIDField()
    key = fields.CharField()
    kind = fields.ChoiceField(list(kinds()))
    name = fields.CharField()
    summary = fields.CharField(allow_null=True)
    marks = Mark(many=True, help_text="Where the name has what was asked for.")
    snippet = Snippet(allow_null=True)
    not_recorded = fields.CharField(
        allow_null=True,
        help_text="What the document does not record of it, where that is what was asked for.",
    )
    edition = fields.CharField()
    organisation = fields.CharField()
    standing = fields.ChoiceField(Standing.choices)
    status = fields.ChoiceField(STATUSES, help_text="What its edition is on the day asked for.")
    within = Relation(allow_null=True, help_text="What it is part of.")
    url = fields.URLField()


class OrganisationHit(Serializer):
    """An organisation that a search found."""

    slug = fields.CharField()
    name = fields.CharField()
    short_name = fields.CharField(allow_null=True)
    kind = fields.ChoiceField(OrganisationKind.values)
    sample = fields.BooleanField()
    url = fields.URLField()


class Start(Serializer):
    """Where to go from here."""

    title = fields.CharField()
    description = fields.URLField(help_text="The description in OpenAPI 3.1.")
    docs = fields.URLField(help_text="The same for people.")
    search = fields.URLField()
    compare = fields.URLField(help_text="Two editions beside each other.")
    decide = fields.URLField(help_text="Who may decide.")
    findings = fields.URLField(help_text="What checks find in an edition.")
    scenarios = fields.URLField(help_text="Cases that an edition can be tried with.")
    organisations = fields.URLField()
    editions = fields.URLField()
    sources = fields.URLField()
    elements = fields.URLField(help_text="Elements of every kind.")
    kinds = fields.DictField(child=fields.URLField(), help_text="The list of each kind.")


class Description(Serializer):
    """A description in OpenAPI 3.1."""

    openapi = fields.CharField()
    info = fields.DictField()
    paths = fields.DictField()
    components = fields.DictField()


@cache
def page_of(entry: Declared) -> Declared:
    """A page of a list of these; with the question's `fields` an entry has only those."""
    return _made(
        f"{entry.__name__}Page",
        f"A page of a list: {_first_line(entry)}",
        {
            **_counted(),
            "results": _made(
                f"{entry.__name__}Entry",
                f"{entry.__doc__} With `fields`, only the fields it names.",
                {name: _optional(each) for name, each in entry._declared_fields.items()},
            )(many=True),
        },
    )


@cache
def found_page() -> Declared:
    """A page of what a search found."""
    return _made(
        "Found",
        "What a search found, the best first; at most 500 elements are counted.",
        {
            **_counted(),
            "results": Hit(many=True),
            "nearly": fields.BooleanField(
                help_text="Nothing had all of the words: these have words spelt nearly so."
            ),
            "instead": fields.ListField(
                child=fields.CharField(), help_text="The words that were probably meant."
            ),
            "organisations": OrganisationHit(many=True),
        },
    )


def _counted() -> dict[str, fields.Field]:
    return {
        "count": fields.IntegerField(min_value=0, help_text="How many there are in all."),
        "next": fields.URLField(allow_null=True),
        "previous": fields.URLField(allow_null=True),
    }


@cache
def element_serializer(shape: Shape) -> Declared:
    """The declared shape of an element's answer."""
    kind = shape.kind
    names = [kind.kind_name] if kind else list(kinds())
    declared: dict[str, fields.Field] = {
        "id": fields.UUIDField(),
        "key": fields.CharField(help_text="The same from edition to edition."),
        "kind": fields.ChoiceField(names),
        "name": fields.CharField(),
        "also_known_as": fields.ListField(child=fields.CharField()),
        "summary": fields.CharField(allow_null=True),
        "edition": fields.CharField(help_text="The slug of its edition."),
        "organisation": fields.CharField(help_text="The slug of the organisation whose it is."),
        "standing": fields.ChoiceField(
            Standing.choices, help_text="How firmly the source states it."
        ),
        "reading": fields.CharField(
            allow_null=True, help_text="What here is an interpretation. Null: the source says so."
        ),
        "position": fields.IntegerField(
            min_value=0, help_text="Its place among its kind, as in the source."
        ),
        "citations": Citation(many=True),
        "within": Relation(allow_null=True, help_text="What it is part of."),
        "url": fields.URLField(help_text="Its page."),
    }
    declared |= {name: _declared(field) for name, field in shape.own.items()}
    declared |= {
        second: fields.CharField(allow_null=True, help_text=f"The same as `{first}`.")
        for second, first in shape.second.items()
    }
    return _made(shape.label, (kind.__doc__ or "") if kind else _ANY, declared)


_ANY = "An element of any kind: what elements of all kinds have."


def _declared(field: models.Field) -> fields.Field:
    """How a model's field is answered."""
    options: dict[str, Any] = {"help_text": str(field.help_text) or _label(field)}
    if field.many_to_many:
        return Relation(many=True, **options)
    text = isinstance(field, models.CharField | models.TextField)
    silent = bool(field.null or (field.blank and text))
    options["allow_null"] = silent
    if field.related_model is not None:
        return Relation(**options)
    if field.choices:
        return fields.ChoiceField(field.choices, **options)
    match field:
        case models.BooleanField():
            return fields.BooleanField(**options)
        case models.IntegerField():
            return fields.IntegerField(**options)
        case models.DecimalField():
            return fields.DecimalField(field.max_digits, field.decimal_places, **options)
        case models.DateField():
            return fields.DateField(**options)
        case models.CharField() | models.TextField():
            return fields.CharField(**options)
    raise TypeError(f"Nobody said how {field} is answered.")


def _label(field: models.Field) -> str:
    words = str(field.verbose_name)
    return f"{words[:1].upper()}{words[1:]}."


def _optional(field: fields.Field) -> fields.Field:
    # A copy is made anew from what its original was made with, so it is said there.
    copy: Any = deepcopy(field)
    copy._kwargs = {**copy._kwargs, "required": False}
    return deepcopy(copy)


def _first_line(entry: Declared) -> str:
    return (entry.__doc__ or "").strip().splitlines()[0]


def _made(name: str, meaning: str, declared: dict[str, fields.Field]) -> Declared:
    return type(name, (Serializer,), {"__doc__": meaning, **declared})
