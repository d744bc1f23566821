"""What it takes to load every edition that is shipped, from its files."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from django.db import transaction

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.reference import load_reference

from .figures import Figure, at_most, information
from .server import ROOT

FIXTURES = ROOT / "fixtures"
MOST = 15
"""Seconds."""


def figures() -> list[Figure]:
    """Reference data and all shipped editions, taken in once more under other slugs, and undone."""
    with TemporaryDirectory() as copies, transaction.atomic():
        folders = [_renamed(about.parent, Path(copies)) for about in _abouts()]
        began = perf_counter()
        load_reference(folder=FIXTURES / "reference")
        counts = [import_edition(folder=folder).elements.count() for folder in folders]
        took = perf_counter() - began
        transaction.set_rollback(True)
    return [
        information("editions, elements", f"{len(counts)}, {sum(counts):,}"),
        at_most("loading all of them with the reference data", took, MOST, "s"),
    ]


def _abouts() -> list[Path]:
    return sorted(FIXTURES.glob("*/edition.yaml"))


def _renamed(folder: Path, into: Path) -> Path:
    """A copy of the folder whose edition has another slug, so that it may come in again."""
    copy = into / folder.name
    shutil.copytree(folder, copy)
    about = copy / "edition.yaml"
    text = about.read_text(encoding="utf-8")
    slug = f"slug: {folder.name}\n"
    assert slug in text, folder
    about.write_text(text.replace(slug, f"slug: again-{folder.name}\n", 1), encoding="utf-8")
    return copy
