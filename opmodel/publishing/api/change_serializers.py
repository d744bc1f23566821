"""The shapes of answers about who changed what."""

from __future__ import annotations

from rest_framework import serializers as fields
from rest_framework.serializers import Serializer


class FieldChanged(Serializer):
    """A field before and after, in words."""

    field = fields.CharField()
    before = fields.CharField(allow_null=True, help_text="Null: not recorded.")
    after = fields.CharField(allow_null=True, help_text="Null: not recorded.")


class Change(Serializer):
    """One change: who made it, when and why, and what it changed."""

    number = fields.IntegerField(help_text="Its place in the organisation's chain, from 1.")
    when = fields.DateTimeField()
    who = fields.CharField(help_text="Whoever made it, by name.")
    what = fields.CharField(help_text="Added, Changed, Ended, Restored, Noted or Redacted.")
    kind = fields.CharField(help_text="What sort of thing was changed.")
    name = fields.CharField(help_text="What the thing is called.")
    fields_changed = FieldChanged(many=True)
    reason = fields.CharField(allow_null=True, help_text="Null: none was given.")
    edition = fields.CharField(allow_null=True, help_text="The slug of the edition it is in.")
    request = fields.UUIDField(
        allow_null=True, help_text="The same for all that was changed at once."
    )
    hash = fields.CharField(help_text="The hash of this link of the chain, in hex.")
    url = fields.URLField(help_text="Its page.")
