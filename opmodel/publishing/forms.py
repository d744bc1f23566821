"""Forms for what is written in the browser."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from governance.deciding.amounts import AmountUnreadable, amount
from governance.models import Limit
from opmodel.editions.models import Organisation
from opmodel.scenarios.models import Scenario, ScenarioStep
from opmodel.scenarios.writing import StepWritten
from places.models import Level

MOST_STEPS = 20
MOST_WORDINGS = 6
LONGEST_WORDING = 120


class ScenarioForm(forms.Form):
    """A scenario without its steps."""

    title = forms.CharField(
        max_length=120, error_messages={"required": "Give the scenario a title."}
    )
    summary = forms.CharField(
        max_length=2000,
        error_messages={"required": "Say in a few sentences what happens."},
    )
    organisation = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Choose one of the organisations."}
    )
    draft = forms.BooleanField(required=False)
    reason = forms.CharField(
        max_length=200, error_messages={"required": "Say in a few words why it is written."}
    )
    seen = forms.CharField(required=False, max_length=40)

    def __init__(
        self, *args: Any, organisations: Iterable[Organisation], for_any: bool, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.organisations = {each.slug: each for each in organisations}
        choice = self.fields["organisation"]
        choice.choices = [  # type: ignore[attr-defined]
            *([("", "Any organisation")] if for_any else []),
            *((each.slug, each.name) for each in self.organisations.values()),
        ]
        if not for_any:
            choice.required = True
            choice.error_messages["required"] = "Choose whose scenario it is."

    @property
    def whose(self) -> Organisation | None:
        """The organisation that was chosen."""
        return self.organisations.get(self.cleaned_data["organisation"])


class StepForm(forms.Form):
    """One step of a scenario. One without a title and words is left out."""

    title = forms.CharField(
        max_length=200, error_messages={"required": "Say what happens in this step."}
    )
    asks = forms.ChoiceField(choices=ScenarioStep.Asks.choices)
    words = forms.CharField(
        max_length=800, error_messages={"required": "Say what is asked about, in a few words."}
    )
    amount = forms.CharField(max_length=40, required=False)
    basis = forms.ChoiceField(choices=[("", ""), *Limit.Basis.choices], required=False)
    so_far = forms.CharField(max_length=40, required=False)
    place = forms.CharField(max_length=120, required=False)
    service = forms.CharField(max_length=120, required=False)
    level = forms.ChoiceField(required=False)
    unbudgeted = forms.BooleanField(required=False)
    recurrent = forms.ChoiceField(
        choices=[("", "Not said"), ("yes", "Yes"), ("no", "No")], required=False
    )
    urgent = forms.BooleanField(required=False)
    expected = forms.CharField(max_length=300, required=False)

    def __init__(self, *args: Any, levels: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", ""), *levels]  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        # What is chosen from a list says nothing where nothing is written.
        data = self.data or {}
        return any(
            str(data.get(self.add_prefix(name), "")).strip()
            for name, field in self.fields.items()
            if type(field) is forms.CharField
        )

    def clean_words(self) -> list[str]:
        wordings = [line.strip() for line in self.cleaned_data["words"].splitlines()]
        wordings = list(dict.fromkeys(filter(None, wordings)))
        if len(wordings) > MOST_WORDINGS:
            raise forms.ValidationError(
                f"There are {len(wordings)} ways to say it; at most {MOST_WORDINGS} are tried."
            )
        if longest := next((each for each in wordings if len(each) > LONGEST_WORDING), ""):
            raise forms.ValidationError(
                f"“{longest[:30]} …” is too long. Use a few words, at most {LONGEST_WORDING} "
                "characters in a line."
            )
        return wordings

    def clean_amount(self) -> str:
        return _readable(self.cleaned_data["amount"])

    def clean_so_far(self) -> str:
        return _readable(self.cleaned_data["so_far"])

    @property
    def written(self) -> StepWritten:
        said = self.cleaned_data
        return StepWritten(
            title=said["title"],
            asks=said["asks"],
            words=said["words"],
            amount=said["amount"],
            basis=said["basis"],
            so_far=said["so_far"],
            place=said["place"],
            service=said["service"],
            unbudgeted=said["unbudgeted"],
            recurrent={"yes": True, "no": False}.get(said["recurrent"]),
            urgent=said["urgent"],
            level_id=said["level"] or None,
            expected=said["expected"],
        )


def _readable(text: str) -> str:
    text = text.strip()
    if text:
        try:
            amount(text)
        except AmountUnreadable as fault:
            raise forms.ValidationError(str(fault)) from fault
    return text


def steps_form(count: int) -> type[BaseFormSet]:
    """The form of all steps, with at least *count* of them to fill in."""
    return formset_factory(StepForm, extra=count, max_num=MOST_STEPS, absolute_max=MOST_STEPS)


def levels_offered() -> list[tuple[str, str]]:
    """The levels that a step may be about, by code and name."""
    return list(Level.objects.values_list("code", "name"))


def step_values(step: ScenarioStep) -> dict[str, Any]:
    """What the form of a step holds to begin with."""
    recurrent = {True: "yes", False: "no", None: ""}[step.recurrent]
    names = ("title", "asks", "amount", "basis", "so_far", "place", "service", "unbudgeted",
             "urgent", "expected")  # fmt: skip
    return {
        **{name: getattr(step, name) for name in names},
        "words": "\n".join(step.words),
        "level": step.level_id,
        "recurrent": recurrent,
    }


def scenario_values(scenario: Scenario) -> dict[str, Any]:
    """What the form of a scenario holds to begin with."""
    return {
        "title": scenario.title,
        "summary": scenario.summary,
        "organisation": scenario.organisation_id or "",
        "draft": scenario.draft,
        "seen": scenario.written_at.isoformat() if scenario.written_at else "",
    }
