"""What is under way when a process is ended: taking an edition in, changing many rows, opening a
draft. Each says what must hold afterwards, whether it was acknowledged or not."""

from __future__ import annotations

import os
import shutil
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from . import looking
from .stage import ROOT, Stage
from .visitor import NoAnswer, Visitor, value_of

BASE = "marlshire-icb-2025-04"
DRAFT = "marlshire-icb-under-change"
OF = "/marlshire-icb"


class Writing(Protocol):
    """Something that writes much at once."""

    name: str
    process: str
    """What the process is called that writes, besides PostgreSQL."""
    answer: str
    """What was answered last."""

    def prepare(self, number: int) -> None: ...

    def write(self) -> bool:
        """Writes; whether that was acknowledged."""
        ...

    def end(self) -> None:
        """Ends the process that writes."""
        ...

    def check(self, acknowledged: bool) -> tuple[bool, list[str]]:
        """Whether it is there, and what is wrong."""
        ...


@dataclass
class Import:
    """An edition folder, taken in by a command."""

    stage: Stage
    folders: Path
    name: str = "import of an edition"
    process: str = "importing process"
    slug: str = ""
    running: Any = None
    answer: str = ""
    whole: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)

    def prepare(self, number: int) -> None:
        self.slug = f"marlshire-icb-taken-in-{number}"
        folder = self.folders / self.slug
        shutil.copytree(ROOT / "fixtures" / BASE, folder)
        head = folder / "edition.yaml"
        head.write_text(head.read_text().replace(f"slug: {BASE}", f"slug: {self.slug}", 1))

    def write(self) -> bool:
        self.running = self.stage.manage("import", self.folders / self.slug)
        said, _ = self.running.communicate()
        self.answer = said.decode(errors="replace")
        return self.running.returncode == 0

    def end(self) -> None:
        # It may not have begun, or be over.
        if self.running is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)

    def check(self, acknowledged: bool) -> tuple[bool, list[str]]:
        found = looking.edition_of(slug=self.slug)
        faults = []
        if found is None:
            if left := looking.holds(looking.id_of(self.slug)):
                faults.append(f"rows without their edition: {dict(left)}")
            if looking.opened(self.slug):
                faults.append("a record of what is not there")
        else:
            held = looking.holds(found.pk)
            self.whole = self.whole or held
            if held != self.whole:
                faults.append(f"the edition is there in part: {dict(self.whole - held)} missing")
            if looking.opened(self.slug) != 1:
                faults.append("no record of its coming in")
        if acknowledged:
            self.acknowledged.add(self.slug)
        faults += [
            f"{slug} was acknowledged and is gone"
            for slug in self.acknowledged
            if looking.edition_of(slug=slug) is None
        ]
        return found is not None, faults


@dataclass
class _OnPages:
    stage: Stage
    visitor: Visitor
    process: str = "web server"
    answer: str = ""

    def end(self) -> None:
        self.stage.kill_web()

    def sent(self, address: str, form: dict[str, str]) -> bool:
        try:
            status, page = self.visitor.post(address, form)
        except NoAnswer as broken:
            self.answer = f"no answer: {broken}"
            return False
        self.answer = f"{status}: {' '.join(page.split())[:2000]}"
        return status == 302


@dataclass
class BulkEdit(_OnPages):
    """The summary of every post of a draft, changed on the page."""

    name: str = "bulk edit"
    form: dict[str, str] = field(default_factory=dict)
    before: Counter[str] = field(default_factory=Counter)
    recorded: int = 0
    reason: str = ""

    @property
    def address(self) -> str:
        return f"{OF}/{DRAFT}/bulk/posts/"

    def prepare(self, number: int) -> None:
        draft = self.draft
        self.before, self.recorded = looking.summaries(draft), looking.records(draft)
        self.reason = f"Change number {number}"
        self.form = {
            "edit-field": "summary",
            "edit-how": "set",
            "edit-old": "",
            "edit-text": f"As agreed under number {number}.",
            "edit-reason": self.reason,
        }
        self.visitor.get(self.address)
        status, page = self.visitor.post(self.address, self.form | {"do": "look"})
        if status != 200:
            raise RuntimeError(f"The preview was answered with {status}.")
        self.form |= {"edit-seen": value_of(page, "edit-seen"), "do": "apply"}

    @property
    def draft(self) -> Any:
        found = looking.edition_of(slug=DRAFT)
        if found is None:
            raise RuntimeError("The draft is gone.")
        return found

    def write(self) -> bool:
        return self.sent(self.address, self.form)

    def check(self, acknowledged: bool) -> tuple[bool, list[str]]:
        draft, faults = self.draft, []
        now = looking.summaries(draft)
        rows = sum(now.values())
        there = now == Counter({self.form["edit-text"]: rows})
        recorded = looking.records(draft, self.reason)
        if there and recorded != rows:
            faults.append(f"{rows} rows were changed, {recorded} have a record")
        if not there and now != self.before:
            faults.append("some rows were changed and others not")
        if not there and looking.records(draft) != self.recorded:
            faults.append("records of changes that are not there")
        if acknowledged and not there:
            faults.append("it was acknowledged and is gone")
        return there, faults


@dataclass
class Clone(_OnPages):
    """A draft, opened on the page: all that its base holds, copied."""

    name: str = "opening a draft"
    label: str = ""
    whole: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"{OF}/{BASE}/draft/"

    def prepare(self, number: int) -> None:
        self.label = f"Copy {number}"
        base = looking.edition_of(slug=BASE)
        if base is None:
            raise RuntimeError("The base is gone.")
        self.whole = looking.holds(base.pk)
        self.visitor.get(self.address)

    def write(self) -> bool:
        form = {"title": "A copy", "label": self.label, "reason": "To see what is left of it"}
        return self.sent(self.address, form)

    def check(self, acknowledged: bool) -> tuple[bool, list[str]]:
        found, faults = looking.edition_of(label=self.label), []
        if found is not None:
            held = looking.holds(found.pk)
            for part in (self.whole, held):
                part.pop("sources", None)
            if held != self.whole:
                faults.append(f"the draft is there in part: {dict(self.whole - held)} missing")
            if looking.opened(found.slug) != 1:
                faults.append("no record of its opening")
        else:
            slug = f"marlshire-icb-{self.label.lower().replace(' ', '-')}"
            if left := looking.holds(looking.id_of(slug)):
                faults.append(f"rows without their draft: {dict(left)}")
        if acknowledged:
            self.acknowledged.add(self.label)
        faults += [
            f"{label} was acknowledged and is gone"
            for label in self.acknowledged
            if looking.edition_of(label=label) is None
        ]
        return found is not None, faults


def comment(visitor: Visitor, text: str) -> None:
    """Something small that is written and acknowledged before."""
    address = f"{OF}/{DRAFT}/comments/places/tarnwold/"
    visitor.get(address)
    status, page = visitor.post(address, {"text": text})
    if status != 302:
        raise RuntimeError(f"A comment was answered with {status}: {page[:200]}")
