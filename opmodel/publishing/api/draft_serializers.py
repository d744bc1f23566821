"""The shapes of answers about drafts, and of what is sent to change them."""

from __future__ import annotations

from rest_framework import fields
from rest_framework.serializers import Serializer

_MAY = ("change", "propose", "read")


class Draft(Serializer):
    """A draft in which whoever asks has something to work on."""

    slug = fields.CharField()
    organisation = fields.CharField()
    title = fields.CharField()
    label = fields.CharField()  # type: ignore[assignment]
    status = fields.ChoiceField(choices=("draft", "in review"))
    based_on = fields.CharField(allow_null=True, help_text="The slug of the edition below it.")
    whole = fields.BooleanField(help_text="Whether all of it is seen, or only rows of one's own.")
    may = fields.ChoiceField(choices=_MAY, help_text="What may be done with its rows.")
    url = fields.URLField()


class DraftRow(Serializer):
    """A row of a draft: all that it states, references as keys, days and amounts as text."""

    kind = fields.CharField()
    key = fields.CharField()
    name = fields.CharField()
    version = fields.IntegerField(help_text="Raised by one at each change.")
    changed = fields.ChoiceField(
        choices=("added", "changed"),
        allow_null=True,
        help_text="What it is against the edition below; null where it says the same.",
    )
    values = fields.DictField()
    url = fields.URLField()


class DraftField(Serializer):
    """A field of a kind: what it is called, and what may stand in it."""

    kind = fields.CharField()
    name = fields.CharField()
    label = fields.CharField()  # type: ignore[assignment]
    hint = fields.CharField()
    form = fields.CharField(help_text="What it holds, such as day, amount or references.")
    required = fields.BooleanField()  # type: ignore[assignment]
    longest = fields.IntegerField(allow_null=True, help_text="Characters there is room for.")
    choices = fields.ListField(child=fields.CharField(), help_text="The words that may stand here.")
    kinds = fields.ListField(
        child=fields.CharField(), help_text="The kinds it may name; empty: any, or none."
    )


class Proposal(Serializer):
    """A change that somebody proposes to a draft, and what became of it."""

    number = fields.IntegerField()
    kind = fields.CharField()
    key = fields.CharField(allow_null=True, help_text="Null for a new row until it is accepted.")
    name = fields.CharField()
    what = fields.ChoiceField(choices=("change", "add", "end"))
    values = fields.DictField(help_text="What it is to say, field by field.")
    seen = fields.IntegerField(allow_null=True, help_text="The version that was read.")
    reason = fields.CharField()
    by = fields.CharField()
    at = fields.DateTimeField()
    state = fields.ChoiceField(choices=("open", "accepted", "declined", "withdrawn"))
    decided_by = fields.CharField(allow_null=True)
    decided_at = fields.DateTimeField(allow_null=True)
    word = fields.CharField(allow_null=True, help_text="Why it was decided so.")
    url = fields.URLField()


class RowMade(Serializer):
    """A new row."""

    kind = fields.CharField()
    key = fields.CharField(required=False, help_text="Made from the name where it is left out.")
    values = fields.DictField()
    reason = fields.CharField(max_length=500)


class RowChanged(Serializer):
    """What a row is to say; fields that are left out stay."""

    values = fields.DictField()
    reason = fields.CharField(max_length=500)


class RowEnded(Serializer):
    """Why a row ends."""

    reason = fields.CharField(max_length=500)


class Word(Serializer):
    """A word of why; needed to decline."""

    word = fields.CharField(max_length=1000, required=False, allow_blank=True)
