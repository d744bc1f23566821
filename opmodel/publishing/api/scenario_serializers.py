"""The shapes of answers about scenarios."""

from __future__ import annotations

from rest_framework import serializers as fields
from rest_framework.serializers import Serializer

from governance.deciding.asking import BASES
from opmodel.editions.models import Standing
from opmodel.scenarios.models import ScenarioStep
from opmodel.scenarios.reports import Outcome

from .deciding_serializers import HolderName
from .serializers import OrganisationName, Relation
from .time_serializers import EditionName


class ScenarioStepAsked(Serializer):
    """A step: what happens, and the question that it puts to a model."""

    title = fields.CharField()
    asks = fields.ChoiceField(ScenarioStep.Asks.values)
    words = fields.ListField(
        child=fields.CharField(),
        help_text="Several ways to say the same: the first that an edition knows counts.",
    )
    decision = fields.CharField(allow_null=True, help_text="The key of a decision, before words.")
    amount = fields.CharField(allow_null=True, help_text="Pounds, as somebody wrote them.")
    basis = fields.ChoiceField(BASES, allow_null=True)
    so_far = fields.CharField(allow_null=True)
    place = fields.CharField(allow_null=True)
    service = fields.CharField(allow_null=True)
    budgeted = fields.BooleanField()
    recurrent = fields.BooleanField(allow_null=True, help_text="Null: not said.")
    urgent = fields.BooleanField()
    level = fields.CharField(allow_null=True, help_text="Only what is said of this level counts.")
    expected = fields.CharField(allow_null=True, help_text="What the answer should be.")


class Scenario(Serializer):
    """A hard case in steps that any edition can be tried with."""

    key = fields.CharField()
    title = fields.CharField()
    summary = fields.CharField()
    organisation = OrganisationName(allow_null=True, help_text="Null: for any organisation.")
    draft = fields.BooleanField()
    origin = fields.CharField(allow_null=True, help_text="Where it comes from, in words.")
    named_in = fields.CharField(
        allow_null=True, help_text="Where a source names it: an edition's slug and a key."
    )
    steps = ScenarioStepAsked(many=True)
    url = fields.URLField()


class ScenarioPart(Serializer):
    """A part in a function, as a responsibility matrix says it."""

    letter = fields.CharField(allow_null=True, help_text="Null: its set has no letter for it.")
    word = fields.CharField(help_text="What the letter stands for.")
    function = Relation()
    matrix = Relation()


class ScenarioStatement(Serializer):
    """A statement of an edition that answers a step, or touches on it."""

    statement = Relation(help_text="What says so.")
    holder = HolderName(allow_null=True, help_text="Who has it. Null: not recorded.")
    led_by = HolderName(allow_null=True)
    level = fields.CharField(allow_null=True)
    part = ScenarioPart(
        allow_null=True, help_text="The holder's part, where a responsibility matrix says it."
    )
    standing = fields.ChoiceField(Standing.values)
    reading = fields.CharField(allow_null=True, help_text="What in it is our interpretation.")
    source = fields.CharField(allow_null=True)  # type: ignore[assignment]


class ScenarioStepAnswer(Serializer):
    """What an edition answers to a step."""

    title = fields.CharField()
    outcome = fields.ChoiceField([each.value for each in Outcome])
    text = fields.ListField(child=fields.CharField(), help_text="The answer in sentences.")
    words = fields.CharField(allow_null=True, help_text="The words of the step that fitted.")
    holder = HolderName(allow_null=True, help_text="Who may, where the scheme says so.")
    clause = Relation(allow_null=True, help_text="The clause of the scheme that says so.")
    found = ScenarioStatement(many=True)
    near = ScenarioStatement(many=True, help_text="What touches on it without answering.")
    ask = fields.URLField(allow_null=True, help_text="The same question to `decide`.")


class ScenarioReport(Serializer):
    """What an edition answers to a scenario."""

    edition = EditionName()
    has_scheme = fields.BooleanField(help_text="Whether it has a scheme that could be asked.")
    counts = fields.DictField(child=fields.IntegerField(), help_text="Steps, by their outcome.")
    steps = ScenarioStepAnswer(many=True)


class ScenarioRun(Scenario):
    """A scenario, with what the editions named answer to it, side by side."""

    reports = ScenarioReport(many=True, help_text="One for each edition named.")
    verdict = fields.ListField(
        child=fields.CharField(),
        help_text="In sentences: how many steps have an answer here and none there, or none.",
    )
    no_answer = fields.DictField(
        child=fields.ListField(child=fields.CharField()),
        help_text="By the edition's slug: the steps it has no answer to, where the other has.",
    )
