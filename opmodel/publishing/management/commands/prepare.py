"""`manage.py prepare`: everything a server needs before it can serve, in one process.

Quick where nothing is left to do, so that it can run at every start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from opmodel.access.demo import make_personas
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.faults import FolderRefused
from opmodel.editions.folder.reading import read
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition
from opmodel.editions.moments import Moment
from opmodel.findings.counting import keep_missing

FIXTURES = settings.BASE_DIR / "fixtures"


class Command(BaseCommand):
    help = (
        "Migrates, loads reference data, collects static files; in a demo, editions and personas."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--editions",
            action="store_true",
            help="Load the editions in fixtures/ too; a demo does so anyway.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        with self._step("Database schema"):
            self._migrate()
        with self._step("Reference data and editions"):
            self._load(editions=settings.DEMO or options["editions"])
        if settings.DEMO:
            with self._step("Demo personas"):
                make_personas()
        with self._step("Style sheets, scripts and fonts"):
            self._collect()

    @contextmanager
    def _step(self, name: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.stdout.write(f"{name}: {perf_counter() - began:.1f} s")
        self.stdout.flush()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)

    def _load(self, *, editions: bool) -> None:
        stamp = settings.VAR / "fixtures.stamp"
        wanted = _fingerprint(FIXTURES.rglob("*.yaml"))
        if _is(stamp, wanted) and Edition.objects.exists():
            return
        try:
            load_reference(folder=FIXTURES / "reference")
            if not editions:
                return
            for about in _in_order(sorted(FIXTURES.glob("*/edition.yaml"))):
                if not Edition.objects.filter(slug=_stated(about, "slug")).exists():
                    import_edition(folder=about.parent)
            load_reference(folder=FIXTURES / "reference")  # Once more: lineage waits for editions.
            keep_missing(moment=Moment.of(timezone.localdate()))
        except FolderRefused as refused:
            raise CommandError(str(refused)) from refused
        stamp.write_text(wanted)

    def _collect(self) -> None:
        stamp = settings.VAR / "static.stamp"
        found = [
            Path(storage.path(name))
            for finder in get_finders()
            for name, storage in finder.list(ignore_patterns=[])
        ]
        wanted = _fingerprint(found)
        if not _is(stamp, wanted) or not settings.STATIC_ROOT.exists():
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
            stamp.write_text(wanted)


def _in_order(abouts: list[Path]) -> list[Path]:
    """Editions after those they are based on."""
    by_slug = {_stated(about, "slug"): about for about in abouts}
    ordered: dict[Path, None] = {}

    def add(about: Path) -> None:
        base = by_slug.get(_stated(about, "based_on"))
        if base and base not in ordered and base != about:
            add(base)
        ordered[about] = None

    for about in abouts:
        add(about)
    return list(ordered)


def _stated(about: Path, name: str) -> str:
    edition = (read(about).data or {}).get("edition") or {}
    return str(edition.get(name) or "")


def _fingerprint(paths: Any) -> str:
    """Changes when one of the files does."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        state = path.stat()
        digest.update(f"{path}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _is(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted
