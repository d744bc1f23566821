"""Narrowing a list: one set of filters for each kind, shared by its page and its API list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.db import models
from django.db.models import F, Func, Q, QuerySet, Value
from django_filters import ChoiceFilter, Filter, FilterSet

from opmodel.editions.kinds import kinds, lists, own_fields
from opmodel.editions.models import Edition, Element, Kind, OrganisationKind, Source, Standing
from opmodel.editions.models.element import key_validator
from opmodel.editions.selectors.search import LONGEST_QUESTION
from opmodel.publishing.presenters.values import standing_words

NOT_RECORDED: Final = "not-recorded"
"""What to ask for to see where a source is silent."""

STATUSES: Final = (
    "draft",
    "in review",
    "not yet effective",
    "in force",
    "superseded",
    "not adopted",
    "withdrawn",
)
"""What an edition may be on a day, as the selectors say it."""

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 20


class Narrowing(FilterSet):
    """Filters over one list. They keep nothing of a request, so they and their form are made once;
    the library would copy every filter and build a form class for each request."""

    def __init__(self, data: Any = None, queryset: QuerySet | None = None, **options: Any):
        self.is_bound = data is not None
        self.data = data or {}
        self.queryset = queryset
        self.request = options.get("request")
        self.form_prefix = options.get("prefix")
        self.filters = self.base_filters

    @classmethod
    @cache
    def get_form_class(cls) -> type[forms.Form]:
        fields = {name: each.field for name, each in cls.base_filters.items()}
        return type(f"{cls.__name__}Form", (forms.Form,), fields)


class WordsFilter(Filter):
    """Elements that have all of the words, or beginnings of them."""

    field_class = forms.CharField

    def __init__(self) -> None:
        super().__init__(
            label="Words",
            max_length=LONGEST_QUESTION,
            help_text="Every word must occur, whole or as a beginning, in a name or summary.",
        )

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        if not value:
            return queryset
        words = _WORD.findall(value)[:_MOST_WORDS]
        return queryset.filter(_has(words)) if words else queryset.none()


def _has(words: list[str]) -> Func:
    """The condition that an element has all of these words."""
    asked = Func(
        Value(words, output_field=ArrayField(models.TextField())),
        Value(True),
        function="element_query",
        # As a query of its own it is worked out once, not again for each row.
        template="(SELECT %(function)s(%(expressions)s))",
        output_field=SearchQueryField(),
    )
    return Func(
        F("search"),
        asked,
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=models.BooleanField(),
    )


class KeyFilter(Filter):
    """What refers to the thing of this key, or to nothing.

    *key* and *named* are the fields of the target that hold its key and its name; without a
    target field (*key* empty) the filter is on the field itself.
    """

    field_class = forms.CharField

    def __init__(
        self,
        field_name: str,
        *,
        key: str = "key",
        named: str = "name",
        nullable: bool = False,
        **options: Any,
    ):
        self.key, self.named, self.nullable = key, named, nullable
        super().__init__(
            field_name=field_name, max_length=120, validators=[key_validator], **options
        )

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        if not value:
            return queryset
        if self.nullable and value == NOT_RECORDED:
            return queryset.filter(**{f"{self.field_name}__isnull": True})
        path = f"{self.field_name}__{self.key}" if self.key else self.field_name
        return queryset.filter(**{path: value})

    def options(self, queryset: QuerySet) -> list[tuple[str, str]]:
        """What this list refers to in this way, as (key, name) in the order of names."""
        paths = (f"{self.field_name}__{self.key}", f"{self.field_name}__{self.named}")
        found = queryset.order_by(paths[1], paths[0]).values_list(*paths).distinct()
        options = [(key, name) for key, name in found if key is not None]
        return [*options, (NOT_RECORDED, "Not recorded")] if self.nullable else options


class WordFilter(ChoiceFilter):
    """One of a set of words; *not recorded* among them where the field may be empty."""

    def __init__(self, choices: Iterable[Any], *, nullable: bool = False, **options: Any):
        choices = list(choices)
        self.words = [value for value, _ in choices] + ([NOT_RECORDED] if nullable else [])
        super().__init__(
            choices=choices,
            empty_label="All",
            null_label="Not recorded" if nullable else None,
            null_value=NOT_RECORDED,
            error_messages={"invalid_choice": f"Use one of: {', '.join(self.words)}."},
            **options,
        )


class YesNoFilter(WordFilter):
    """Yes, no, or not recorded."""

    def __init__(self, *, nullable: bool = False, **options: Any):
        super().__init__((("true", "Yes"), ("false", "No")), nullable=nullable, **options)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return super().filter(queryset, {"true": True, "false": False}.get(value, value))


class NamedFilter(Filter):
    """What has every one of the words somewhere in these fields."""

    field_class = forms.CharField

    def __init__(self, *fields: str):
        self.fields = fields
        super().__init__(label="Words", max_length=LONGEST_QUESTION)

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        for word in value.split()[:_MOST_WORDS]:
            queryset = queryset.filter(
                Q.create([(f"{field}__icontains", word) for field in self.fields], connector=Q.OR)
            )
        return queryset


class CodeFilter(Filter):
    """The organisation that a register knows by this code."""

    field_class = forms.CharField

    def __init__(self) -> None:
        super().__init__(label="Code", max_length=20, help_text="An ODS or ONS code, such as QU9.")

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        if not value:
            return queryset
        return queryset.filter(identifiers__value=value.upper()).distinct()


def _key() -> KeyFilter:
    return KeyFilter("key", key="", label="Key")


def _standing() -> WordFilter:
    return WordFilter(Standing.choices, field_name="standing", label="Standing")


TAKEN: Final = frozenset(
    [
        "edition",
        "organisation",
        "on",
        "known_at",
        "q",
        "ordering",
        "fields",
        "page",
        "page_size",
        "citations",
        "url",
        "within",
    ]
)
"""Words that mean the same for every kind, in addresses and in answers."""


def public_name(kind: type[Kind], field: models.Field) -> str:
    """What a kind's own field is called in addresses and answers: by its name, unless that word
    means something else there (a body's `organisation` is not the one whose edition names it)."""
    return f"{kind.kind_name}_{field.name}" if field.name in TAKEN else field.name


@cache
def filters_for(kind: type[Kind]) -> type[Narrowing]:
    """The filters of a kind's list: words, key, standing, and what its own fields allow."""
    filters: dict[str, Filter] = {"q": WordsFilter(), "key": _key(), "standing": _standing()}
    for field in (*own_fields(kind), *lists(kind)):
        if made := _filter_for(field):
            filters[public_name(kind, field)] = made
    return type(f"{kind.__name__}Filters", (Narrowing,), filters)


def _filter_for(field: models.Field) -> Filter | None:
    label = _in_words(field)
    nullable = field.null and not field.many_to_many
    if field.related_model is not None:
        key, named = _named_by(field.related_model)
        return KeyFilter(field.name, key=key, named=named, nullable=nullable, label=label)
    if field.choices:
        return WordFilter(field.choices, field_name=field.name, nullable=nullable, label=label)
    if isinstance(field, models.BooleanField):
        return YesNoFilter(field_name=field.name, nullable=nullable, label=label)
    return None


def _named_by(target: Any) -> tuple[str, str]:
    """The fields that hold a target's key and its name."""
    if target is Source:
        return "key", "title"
    return ("key" if issubclass(target, Element) else "pk"), "name"


def _in_words(named: Any) -> str:
    """A field's or a model's name as it stands before what it names."""
    words = str(named.verbose_name)
    return words[:1].upper() + words[1:]


@cache
def element_filters() -> type[Narrowing]:
    """The filters of the list of elements of every kind."""
    names = ((name, _in_words(kind._meta)) for name, kind in kinds().items())
    filters: dict[str, Filter] = {
        "q": WordsFilter(),
        "key": _key(),
        "kind": WordFilter(names, field_name="kind", label="Kind"),
        "standing": _standing(),
    }
    return type("ElementFilters", (Narrowing,), filters)


class EditionFilters(Narrowing):
    """The filters of the list of editions; `status` is annotated by the selector."""

    organisation = KeyFilter("organisation", key="pk", label="Organisation")
    status = WordFilter(
        [(status, status.capitalize()) for status in STATUSES], field_name="status", label="Status"
    )


class OrganisationFilters(Narrowing):
    """The filters of the list of organisations."""

    q = NamedFilter("name", "short_name")
    code = CodeFilter()
    kind = WordFilter(OrganisationKind.choices, field_name="kind", label="Kind")
    sample = YesNoFilter(field_name="sample", label="Invented for demonstration")


class SourceFilters(Narrowing):
    """The filters of the list of sources."""

    q = NamedFilter("title", "publisher")
    key = KeyFilter("key", key="", label="Key")


class ScenarioFilters(Narrowing):
    """The filters of the list of scenarios."""

    q = NamedFilter("title", "summary")
    organisation = KeyFilter("organisation", key="", label="The organisation it is for")


@dataclass(frozen=True)
class FormField:
    """A field of a form that narrows a list; without options a field for free text."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


def form_fields(filters: Narrowing, *, kind: type[Kind], edition: Edition) -> list[FormField]:
    """What a page shows to narrow the list of a kind in an edition.

    References offer what this edition refers to, in one query each.
    """
    queryset = kind.objects.in_edition(edition)
    return [
        FormField(
            name=name,
            label=each.label,
            value=filters.data.get(name, ""),
            options=_options(name, each, queryset, edition),
        )
        for name, each in filters.filters.items()
        if name != "key"
    ]


def _options(
    name: str, each: Filter, queryset: QuerySet, edition: Edition
) -> list[tuple[str, str]]:
    if isinstance(each, KeyFilter):
        return each.options(queryset)
    if name == "standing":
        return [(value, standing_words(value, edition)) for value in Standing.values]
    if isinstance(each, ChoiceFilter):
        return [(value, text) for value, text in each.field.choices if value]
    return []
