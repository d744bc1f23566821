"""Questions put to the sample handbooks, with the whole answers that somebody read in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from governance.deciding.answer import Answer, Step
from governance.deciding.asking import Reply
from governance.deciding.holding import VACANT
from opmodel.editions.models import Edition

from .test_worked_questions import holders, named, put

QUESTIONS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "worked_in_full.yaml").read_text()
)["questions"]


def chain(answer: Answer, _reply: Reply) -> list[str]:
    return [power.holder.key for power in answer.chain]


def in_post(answer: Answer, reply: Reply) -> list[str]:
    assert answer.approves is not None
    found = reply.tenures.get(answer.approves.power.holder.key, ())
    return [each.name for each in found if each.form != VACANT]


def deputy(answer: Answer, _reply: Reply) -> str:
    assert answer.approves is not None
    assert answer.approves.by_deputy is not None
    rule = answer.approves.power.deputy_rule
    assert rule != "any-executive" or answer.approves.by_deputy.executive
    return "any executive" if rule == "any-executive" else answer.approves.by_deputy.key


def next_above(answer: Answer, _reply: Reply) -> str:
    return answer.next_up.power.holder.key if answer.next_up else ""


def overlap(answer: Answer, _reply: Reply) -> list[str]:
    assert answer.approves is not None
    return sorted(holders((answer.approves, *answer.alike)))


def approver(answer: Answer, _reply: Reply) -> str:
    steps: tuple[Step, ...] = (answer.approves,) if answer.approves else ()
    return "".join(holders(steps)) or "nobody"


def mind(_answer: Answer, reply: Reply) -> list[str]:
    return [each.code for each in reply.mind]


SAID = {
    "chain": chain, "in_post": in_post, "deputy": deputy, "next": next_above, "overlap": overlap,
    "approver": approver, "mind": mind,
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("question", QUESTIONS, ids=named(QUESTIONS))
def test_the_whole_of_it_is_answered_as_somebody_read_it(
    question: dict[str, Any], samples: dict[str, Edition]
) -> None:
    expected, reply = dict(question["answer"]), put(question, samples)
    answer = reply.answer
    assert answer is not None
    refused = expected.pop("refused")
    found = {each.power.holder.key or each.power.holder.name: each for each in answer.refused}
    assert {name: str(found[name].reason) for name in refused if name in found} == refused
    assert {name: SAID[name](answer, reply) for name in expected} == expected
