"""The shapes of answers about what checks found."""

from __future__ import annotations

from rest_framework import serializers as fields
from rest_framework.serializers import Serializer

from opmodel.editions.kinds import kinds
from opmodel.findings.finding import Severity

from .time_serializers import EditionName

SEVERITIES = [severity.value for severity in Severity]


class Clashing(Serializer):
    """A row that a finding is about, and the part that it plays in it."""

    part = fields.CharField()
    key = fields.CharField()
    kind = fields.ChoiceField(list(kinds()))
    name = fields.CharField()
    url = fields.URLField()


class Waived(Serializer):
    """That somebody decided to live with a finding, and why."""

    reason = fields.CharField()
    by = fields.CharField()
    until = fields.DateField(help_text="The last day on which it holds.")
    everywhere = fields.BooleanField(help_text="In every edition of the organisation.")

    def get_fields(self) -> dict[str, fields.Field]:
        found: dict[str, fields.Field] = super().get_fields()
        return {**found, "from": fields.DateField()}


class Finding(Serializer):
    """One thing that is wrong, in words for a board secretary."""

    rule = fields.CharField()
    title = fields.CharField(help_text="What the rule tells.")
    severity = fields.ChoiceField(SEVERITIES)
    why = fields.CharField(help_text="Why it matters.")
    mend = fields.CharField(help_text="What would mend it.")
    rests_on = fields.CharField(help_text="The law or the practice behind the rule.")
    words = fields.CharField()
    rows = Clashing(many=True, help_text="What clashes.")
    fingerprint = fields.RegexField(
        r"^[0-9a-f]{16}$", help_text="Names the same fault from edition to edition."
    )
    waived = Waived(allow_null=True)


class Severities(Serializer):
    """How many there are of each severity."""

    error = fields.IntegerField(min_value=0)
    warning = fields.IntegerField(min_value=0)
    note = fields.IntegerField(min_value=0)


class FoundInAll(Serializer):
    """All that was found in the edition, whatever the question narrows it to."""

    edition = EditionName()
    on = fields.DateField(help_text="The day on which it was judged.")
    known_at = fields.DateField()
    rules = fields.IntegerField(min_value=0, help_text="How many rules were tried.")
    counts = Severities()
    waived = fields.IntegerField(min_value=0)
    by_rule = fields.DictField(
        child=fields.IntegerField(min_value=1), help_text="How many of each rule that is broken."
    )


class FindingsPage(Serializer):
    """A page of what checks found in an edition, the worst first."""

    count = fields.IntegerField(min_value=0, help_text="How many there are in all.")
    next = fields.URLField(allow_null=True)
    previous = fields.URLField(allow_null=True)
    results = Finding(many=True)
    summary = FoundInAll()
