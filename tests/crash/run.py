"""The rounds: something is written, a process is ended at a random moment, and all is looked at."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from . import looking
from .stage import PATIENCE, Broken, Stage
from .visitor import NoAnswer, Visitor
from .writings import DRAFT, BulkEdit, Clone, Import, Writing, comment

LATEST = 1.15
"""Up to this part of the time that it takes by itself, a process is ended; some are over then."""
IN_A_ROW = 6
"""Pages answered one after the other by which both workers have shown that they are well."""


@dataclass
class Found:
    """What came of the rounds of one writing and one process that was ended."""

    writing: str
    ended: str
    rounds: int = 0
    acknowledged: int = 0
    there: int = 0
    gone: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        return (
            f"{self.writing:<22}{self.ended:<20}{self.rounds:>7}{self.acknowledged:>14}"
            f"{self.there:>13}{self.gone:>12}{len(self.faults):>8}"
        )


HEADING = (
    f"{'While':<22}{'ended was the':<20}{'rounds':>7}{'acknowledged':>14}{'whole there':>13}"
    f"{'not there':>12}{'faults':>8}"
)


def run(
    stage: Stage, *, times: int, seed: int, say: Callable[[str], None], only: str = ""
) -> list[Found]:
    """All of it: three writings, two processes, so many times each; *only*: one of the three."""
    chance = random.Random(seed)
    stage.serve()
    visitor = Visitor(stage.port)
    visitor.sign_in("editor")
    folders = Path(stage.settings["OPMODEL_VAR"]) / "folders"
    writings: list[Writing] = [
        Import(stage, folders),
        BulkEdit(stage, visitor),
        Clone(stage, visitor),
    ]
    number = 0
    kept: list[str] = []
    all_found: list[Found] = []
    for writing in writings:
        if only not in writing.name:
            continue
        number += 1
        took = _undisturbed(writing, number)
        say(f"- {writing.name}: {took:.1f} s where nothing is ended")
        for ended, kill in ((writing.process, writing.end), ("PostgreSQL", stage.kill_database)):
            found = Found(writing.name, ended)
            for _ in range(times):
                number += 1
                after = took * chance.uniform(0, LATEST)
                _round(stage, writing, kill, after, number, found, kept, visitor)
            found.faults += looking.unproved()
            all_found.append(found)
            say(found.line)
    return all_found


def _undisturbed(writing: Writing, number: int) -> float:
    """How long it takes by itself. It has to succeed, or the rounds would prove nothing."""
    writing.prepare(number)
    begun = time.monotonic()
    acknowledged = writing.write()
    took = time.monotonic() - begun
    there, faults = writing.check(acknowledged)
    if not (acknowledged and there) or faults:
        raise Broken(f"{writing.name} does not work undisturbed: {faults} {writing.answer}")
    return took


def _round(  # noqa: PLR0917
    stage: Stage,
    writing: Writing,
    kill: Callable[[], None],
    after: float,
    number: int,
    found: Found,
    kept: list[str],
    visitor: Visitor,
) -> None:
    kept.append(f"Said before number {number}")
    comment(visitor, kept[-1])
    writing.prepare(number)
    answers: list[bool] = []
    thread = Thread(target=lambda: answers.append(writing.write()))
    thread.start()
    time.sleep(after)
    kill()
    thread.join()
    _mend(stage, visitor)
    looking.again()
    there, faults = writing.check(answers[0])
    faults += [f"“{text}” was acknowledged and is gone" for text in kept if not looking.said(text)]
    faults += looking.stray()
    found.rounds += 1
    found.acknowledged += answers[0]
    found.there += there
    found.gone += not there
    found.faults += [f"round {number}, ended after {after:.2f} s: {fault}" for fault in faults]


def _mend(stage: Stage, visitor: Visitor) -> None:
    """Starts again what was ended. A web server that lived on has to find its database again: each
    of its workers may answer once that it cannot reach it, and then no more."""
    if not stage.cluster.runs():
        stage.cluster.start_again()
    if stage.server is None or stage.server.poll() is not None:
        stage.serve()
    stage.wait()
    until, well = time.monotonic() + PATIENCE, 0
    while well < IN_A_ROW:
        if time.monotonic() > until:
            raise Broken("The web server does not find its database again.")
        try:
            well = well + 1 if visitor.get("/work/")[0] == 200 else 0
        except NoAnswer:
            well = 0


def fill(stage: Stage) -> None:
    """A registry with one edition, a draft of it, and the demo's personas."""
    stage.done("migrate", "--verbosity", "0")
    stage.done("collectstatic", "--noinput", "--verbosity", "0")
    stage.done("load_reference", Path("fixtures/reference"))
    stage.done("import", Path("fixtures/marlshire-icb-2025-04"))
    make_draft()


def make_draft() -> None:
    """The draft whose rows are changed, and who changes them."""
    from opmodel.access.demo import make_personas  # noqa: PLC0415
    from opmodel.editions.actions.drafting import open_draft  # noqa: PLC0415

    base = looking.edition_of(slug="marlshire-icb-2025-04")
    if base is None:
        raise RuntimeError("The base was not taken in.")
    open_draft(based_on=base, slug=DRAFT, title="A draft under change", label="Under change")
    make_personas()
