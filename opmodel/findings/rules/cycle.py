"""Whether every stage of the commissioning cycle has somebody who does it."""

from __future__ import annotations

from collections.abc import Iterator

from opmodel.findings.finding import Fault, Severity, fault, rule
from opmodel.findings.model import Model, Row
from opmodel.findings.words import listed

CYCLE = ("cycle", "stage", "responsibility")


@rule(
    "stage-nobody",
    "A stage of the cycle that nobody is responsible for",
    severity=Severity.ERROR,
    why="What belongs to the stage is left undone, or each takes it that another does it.",
    mend="Say who does it.",
    rests_on="Every stage of commissioning is somebody's work.",
    reads=CYCLE,
)
def stage_nobody(model: Model) -> Iterator[Fault]:
    for stage in model.of("stage"):
        if not _entries(model, stage):
            yield fault(
                f"Nobody is recorded for the stage “{stage.name}” of {stage.cycle.name}.",
                stage=stage,
            )


@rule(
    "stage-two-accountable",
    "More than one accountable for a stage",
    severity=Severity.ERROR,
    why="Where two are accountable, neither is.",
    mend="Leave one accountable, and make the others responsible or consulted.",
    rests_on="A responsibility matrix has exactly one accountable in each row.",
    reads=CYCLE,
)
def stage_two_accountable(model: Model) -> Iterator[Fault]:
    for stage in model.of("stage"):
        accountable = [row for row in _entries(model, stage) if row.part == "accountable"]
        if len({row.holder.key for row in accountable}) > 1:
            names = dict.fromkeys(row.holder.name for row in accountable)
            yield Fault(
                f"For the stage “{stage.name}” {listed(names)} are all accountable.",
                (("stage", stage), *(("accountable", row) for row in accountable)),
            )


@rule(
    "stage-none-accountable",
    "Nobody accountable for a stage",
    severity=Severity.WARNING,
    why="Several work on it, and nobody answers for it.",
    mend="Make one of them accountable.",
    rests_on="A responsibility matrix has exactly one accountable in each row.",
    reads=CYCLE,
)
def stage_none_accountable(model: Model) -> Iterator[Fault]:
    for stage in model.of("stage"):
        entries = _entries(model, stage)
        lettered = any(row.part for row in model.pointing("responsibility", "cycle", stage.cycle))
        if entries and lettered and not any(row.part == "accountable" for row in entries):
            yield fault(
                f"Nobody is accountable for the stage “{stage.name}” of {stage.cycle.name}.",
                stage=stage,
            )


def _entries(model: Model, stage: Row) -> list[Row]:
    return model.pointing("responsibility", "stages", stage)
