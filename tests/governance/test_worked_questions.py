"""Questions put to the sample handbooks, with the answers that somebody read in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from governance.deciding.answer import Answer, Step
from governance.deciding.asking import Asked, Reply, ask
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment

HERE = Path(__file__).parent
QUESTIONS: list[dict[str, Any]] = yaml.safe_load((HERE / "worked_questions.yaml").read_text())[
    "questions"
]
USUAL = "marlshire-icb-2025-04"


def _named(number: int, asked: dict[str, Any]) -> str:
    parts = (asked.get("decision") or asked["q"], asked.get("amount"), asked.get("place"))
    return " ".join(str(part) for part in (number, *parts) if part is not None)


def named(questions: list[dict[str, Any]]) -> list[str]:
    return [_named(number, each["asked"]) for number, each in enumerate(questions, 1)]


def put(question: dict[str, Any], editions: dict[str, Edition]) -> Reply:
    """The question as somebody would ask it."""
    asked = question["asked"]
    return ask(
        edition=editions[asked.get("edition", USUAL)],
        asked=Asked(
            words=asked.get("q", ""),
            decision=asked.get("decision", ""),
            amount=str(asked.get("amount", "")),
            basis=asked.get("basis", ""),
            so_far=str(asked.get("so_far", "")),
            place=asked.get("place", ""),
            service=asked.get("service", ""),
            budgeted=asked.get("budgeted", True),
            recurrent=asked.get("recurrent", False),
            urgent=asked.get("urgent", False),
        ),
        moment=Moment(on=date.fromisoformat(asked["on"]), known=timezone.localdate()),
    )


def holders(steps: tuple[Step, ...]) -> set[str]:
    """Their keys; the words of the scheme where it names a type and no one holder."""
    return {step.power.holder.key or step.power.holder.name for step in steps}


def approvers(answer: Answer) -> set[str]:
    lowest = (answer.approves,) if answer.approves else ()
    return holders((*lowest, *answer.together)) or {"nobody"}


def test_there_are_at_least_sixty() -> None:
    assert len(QUESTIONS) >= 60


@pytest.mark.django_db
@pytest.mark.parametrize("question", QUESTIONS, ids=named(QUESTIONS))
def test_it_is_answered_as_somebody_read_it(
    question: dict[str, Any], samples: dict[str, Edition]
) -> None:
    expected, reply = question["answer"], put(question, samples)
    assert reply.answer is not None, [matter.key for matter in reply.matters]
    answer = reply.answer
    wanted = expected["approver"]
    found = {
        "approver": approvers(answer),
        "recommends": holders(answer.recommends),
        "signs": holders(answer.signs),
        "told": holders(answer.told),
    }
    read = {name: set(expected[name]) for name in ("recommends", "signs", "told")}
    assert found == {"approver": {wanted} if isinstance(wanted, str) else set(wanted), **read}
    if answer.approves and "clause" in expected:
        assert answer.approves.power.clause == expected["clause"]
        assert answer.approves.power.limit == expected["limit"]
    if "decision" in expected:
        assert answer.matter.key == expected["decision"]
