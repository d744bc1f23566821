"""Writing a scenario in the browser: a new one, a changed one, one taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opmodel.access.models import User
from opmodel.access.viewers import viewer_of
from opmodel.publishing import errors
from opmodel.publishing.forms import (
    MOST_STEPS,
    ScenarioForm,
    StepForm,
    levels_offered,
    scenario_values,
    step_values,
    steps_form,
)
from opmodel.scenarios.models import Scenario
from opmodel.scenarios.selectors import scenario_by_key
from opmodel.scenarios.writing import (
    ChangedMeanwhile,
    may_change,
    may_write_for,
    organisations_written_for,
    remove_scenario,
    write_scenario,
)

STEPS_OFFERED = 4
"""Empty steps of a new scenario; further ones are added one by one."""
NO_RIGHT = (
    "You may read scenarios but not write them. Whoever runs the registry can give you the role of "
    "editor for your organisation."
)
NOT_SURE = ("sure", "Nothing was removed. Tick the box first, if you mean it.")
NOT_YOURS = (
    "This scenario came with the registry, or is another organisation's. Write one like it instead."
)


@require_http_methods(["GET", "HEAD", "POST"])
def new_scenario(request: HttpRequest) -> HttpResponse:
    """A new scenario; with `from`, one like another."""
    if refusal := _refused(request):
        return refusal
    like = request.GET.get("from", "").strip()
    pattern = scenario_by_key(key=like, viewer=viewer_of(request)) if like else None
    return _written(request, None, pattern)


@require_http_methods(["GET", "HEAD", "POST"])
def change_scenario(request: HttpRequest, key: str) -> HttpResponse:
    """A scenario that was written here, to be changed."""
    if refusal := _refused(request):
        return refusal
    found = scenario_by_key(key=key, viewer=viewer_of(request))
    if not may_change(request.user, found):
        raise Http404(NOT_YOURS)
    return _written(request, found, found)


@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Takes away a scenario that was written here, once somebody has said that they mean it."""
    if refusal := _refused(request):
        return refusal
    found = scenario_by_key(key=key, viewer=viewer_of(request))
    if not may_change(request.user, found):
        raise Http404(NOT_YOURS)
    if request.POST.get("sure") != "yes":
        return _written(request, found, found, wrong=[NOT_SURE])
    reason = request.POST.get("reason", "").strip()[:200] or "Removed in the browser"
    remove_scenario(by=cast(User, request.user), reason=reason, scenario=found)
    return HttpResponseRedirect(reverse("scenarios"))


def _refused(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not organisations_written_for(request.user):
        return errors.answer(request, 403, NO_RIGHT)
    return None


def _written(
    request: HttpRequest,
    scenario: Scenario | None,
    pattern: Scenario | None,
    wrong: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """The form, or what became of it. *wrong*: it was not sent, but something beside it was."""
    steps = list(pattern.steps.all()) if pattern else []
    of_steps = steps_form(0 if steps else STEPS_OFFERED)
    organisations = organisations_written_for(request.user)
    for_any = may_write_for(request.user, None)
    with_levels = {"levels": levels_offered()}
    if request.method == "POST" and not wrong:
        form = ScenarioForm(request.POST, organisations=organisations, for_any=for_any)
        formset = of_steps(request.POST, prefix="step", form_kwargs=with_levels)
        if "add" in request.POST:
            return _page(request, scenario, form, _one_more(request, formset), fresh=True)
        # Both, so that what is wrong is told all at once.
        fit = all([form.is_valid(), formset.is_valid()])
        if fit and (response := _save(request, scenario, form, formset)):
            return response
        return _page(request, scenario, form, formset, status=400)
    begin: dict[str, Any] = scenario_values(pattern) if pattern else {"draft": True}
    if pattern and not scenario:
        begin |= {"title": "", "seen": "", "draft": True}
        if begin["organisation"] not in {each.slug for each in organisations}:
            begin["organisation"] = ""
    form = ScenarioForm(initial=begin, organisations=organisations, for_any=for_any)
    initial = [step_values(each) for each in steps]
    formset = of_steps(prefix="step", initial=initial, form_kwargs=with_levels)
    status = 400 if wrong else 200
    return _page(request, scenario, form, formset, beside=wrong or [], status=status)


def _one_more(request: HttpRequest, formset: BaseFormSet) -> BaseFormSet:
    """The steps as typed, and an empty one behind them."""
    data = request.POST.copy()
    total = min(formset.total_form_count() + 1, MOST_STEPS)
    data["step-TOTAL_FORMS"] = str(total)
    return type(formset)(data, prefix="step", form_kwargs=formset.form_kwargs)


def _save(
    request: HttpRequest, scenario: Scenario | None, form: ScenarioForm, formset: BaseFormSet
) -> HttpResponse | None:
    """Where it is written, its page; nothing where there is a fault to show."""
    written = [
        each.written for each in formset if isinstance(each, StepForm) and each.has_changed()
    ]
    if not written:
        form.add_error(None, "Write at least one step.")
        return None
    said = form.cleaned_data
    try:
        seen = datetime.fromisoformat(said["seen"]) if said["seen"] else None
        saved = write_scenario(
            by=cast(User, request.user),
            reason=said["reason"],
            title=said["title"],
            summary=said["summary"],
            organisation=form.whose,
            draft=said["draft"],
            steps=written,
            scenario=scenario,
            seen=seen,
        )
    except ChangedMeanwhile as fault:
        form.add_error(None, str(fault))
        return None
    except ValueError:
        form.add_error(None, "The form is not as it was sent to you. Open it again.")
        return None
    return HttpResponseRedirect(reverse("scenario", args=[saved.key]))


def _page(
    request: HttpRequest,
    scenario: Scenario | None,
    form: ScenarioForm,
    formset: BaseFormSet,
    *,
    fresh: bool = False,
    beside: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form. *fresh*: it was sent only to get one more step, so nothing is wrong with it yet.
    *beside*: what is wrong beside it."""
    faults = [] if fresh or not form.is_bound else _faults(form, formset)
    faults += beside or []
    return render(
        request,
        "pages/write_scenario.html",
        {
            "scenario": scenario,
            "breadcrumbs": [{"text": "Scenarios", "href": reverse("scenarios")}],
            "form": form,
            "steps": list(formset),
            "total": formset.total_form_count(),
            "faults": faults,
            "summed_up": "It is not removed yet" if beside else "It is not saved yet",
            "action": reverse("change-scenario", args=[scenario.key]) if scenario else "",
            "wrong": {} if fresh else dict(faults),
            "may_add": formset.total_form_count() < MOST_STEPS,
        },
        status=status,
    )


def _faults(form: ScenarioForm, formset: BaseFormSet) -> list[tuple[str, str]]:
    """What is wrong, each with the id of the field that it is wrong with."""
    found = [
        (f"id_{name}" if name != "__all__" else "id_title", str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]
    for number, step in enumerate(formset, start=1):
        found += [
            (f"id_{step.add_prefix(name)}", f"Step {number}: {message}")
            for name, messages in step.errors.items()
            for message in messages
        ]
    return found
