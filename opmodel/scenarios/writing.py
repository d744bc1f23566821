"""Writing a scenario down, changing and removing it: each with who did it, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from opmodel.access.models import User
from opmodel.access.rights import may, rights_of
from opmodel.access.roles import WRITE_SCENARIOS
from opmodel.editions.models import Edition, Organisation

from .models import Scenario, ScenarioStep

LONGEST_KEY = 80

Somebody = AbstractBaseUser | AnonymousUser


class NotAllowed(PermissionError):
    """Raised where somebody has no right to write; the message says which they would need."""


class ChangedMeanwhile(ValueError):
    """Raised where somebody else wrote the scenario since it was read."""


@dataclass(frozen=True)
class StepWritten:
    """A step as somebody wrote it."""

    title: str
    asks: str
    words: list[str]
    amount: str = ""
    basis: str = ""
    so_far: str = ""
    place: str = ""
    service: str = ""
    unbudgeted: bool = False
    recurrent: bool | None = None
    urgent: bool = False
    level_id: str | None = None
    expected: str = ""


def organisations_written_for(user: Somebody) -> list[Organisation]:
    """The organisations for which somebody may write scenarios, of those that have editions."""
    rights = rights_of(user)
    allowed = Organisation.objects.filter(pk__in=Edition.objects.order_by().values("organisation"))
    if not rights.everything:
        allowed = allowed.filter(pk__in=rights.on(WRITE_SCENARIOS))
    return list(allowed.order_by("name"))


def may_write_for(user: Somebody, organisation: Organisation | None) -> bool:
    """Whether somebody may write for the organisation; for any of them, an administrator may."""
    if organisation is None:
        return rights_of(user).everything
    return may(user, WRITE_SCENARIOS, organisation)


def may_change(user: Somebody, scenario: Scenario) -> bool:
    """Whether somebody may change it: never what came with the registry."""
    return not scenario.is_shipped and may_write_for(user, scenario.organisation)


@transaction.atomic
def write_scenario(
    *,
    by: User,
    reason: str,
    title: str,
    summary: str,
    organisation: Organisation | None,
    draft: bool,
    steps: Iterable[StepWritten],
    scenario: Scenario | None = None,
    seen: datetime | None = None,
) -> Scenario:
    """Writes a new scenario, or *scenario* anew, which was last written at *seen*.

    Raises NotAllowed and ChangedMeanwhile.
    """
    _check(by, organisation)
    if scenario is None:
        scenario = Scenario(key=_free_key(organisation, title), written_by=by)
    else:
        scenario = Scenario.objects.select_for_update().get(key=scenario.key)
        if not may_change(by, scenario):
            raise NotAllowed("This scenario came with the registry, or is not yours to change.")
        if scenario.written_at != seen:
            raise ChangedMeanwhile(
                "Somebody changed this scenario after you opened it. Look at what it says now, "
                "and make your change again."
            )
    scenario.title, scenario.summary = title, summary
    scenario.organisation, scenario.draft = organisation, draft
    scenario.written_at = timezone.now()
    _noted(scenario, by, reason)
    scenario.save()
    for step in scenario.steps.all():
        _noted(step, by, reason)
        step.delete()
    for number, written in enumerate(steps, start=1):
        values = {field.name: getattr(written, field.name) for field in fields(written)}
        step = ScenarioStep(scenario=scenario, position=number, **values)
        _noted(step, by, reason)
        step.save()
    return scenario


@transaction.atomic
def remove_scenario(*, by: User, reason: str, scenario: Scenario) -> None:
    """Takes a scenario away; its history stays. Raises NotAllowed."""
    if not may_change(by, scenario):
        raise NotAllowed("This scenario came with the registry, or is not yours to remove.")
    for step in scenario.steps.all():
        _noted(step, by, reason)
        step.delete()
    _noted(scenario, by, reason)
    scenario.delete()


def _check(by: User, organisation: Organisation | None) -> None:
    if not may_write_for(by, organisation):
        whose = organisation.called if organisation else "every organisation"
        raise NotAllowed(f"You have no right to write scenarios for {whose}.")


def _free_key(organisation: Organisation | None, title: str) -> str:
    """A key that nothing has yet, made of the organisation and the title."""
    whose = organisation.slug if organisation else "any"
    stem = f"{whose}-{slugify(title) or 'scenario'}"[: LONGEST_KEY - 4].rstrip("-")
    taken = set(Scenario.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(
        key
        for number in range(1, len(taken) + 2)
        if (key := stem if number == 1 else f"{stem}-{number}") not in taken
    )


def _noted(row: Scenario | ScenarioStep, by: User, reason: str) -> None:
    """Who does it and why, for the history."""
    row._history_user = by  # type: ignore[union-attr]
    row._change_reason = reason  # type: ignore[union-attr]
