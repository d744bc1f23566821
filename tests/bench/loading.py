"""What it takes to load every edition that is shipped, from its files."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from django.db import transaction

from opmodel.editions.actions.importing import import_edition
from opmodel.editions.folder.reference import load_reference
from opmodel.editions.models import Edition

from .figures import Figure, at_most, information
from .server import ROOT

FIXTURES = ROOT / "fixtures"
MOST = 15
"""Seconds."""


def figures() -> list[Figure]:
    """Reference data and all shipped editions, taken in once more under other slugs, and undone."""
    samples = set(Edition.objects.filter(organisation__sample=True).values_list("slug", flat=True))
    folders = sorted(about.parent for about in FIXTURES.glob("*/edition.yaml"))
    documents = [folder for folder in folders if folder.name not in samples]
    handbooks = [folder for folder in folders if folder.name in samples]
    with TemporaryDirectory() as copies, transaction.atomic():
        began = perf_counter()
        load_reference(folder=FIXTURES / "reference")
        reference = perf_counter() - began
        of_documents, took = _loaded(documents, Path(copies))
        of_handbooks, longer = _loaded(handbooks, Path(copies))
        transaction.set_rollback(True)
    return [
        information("documents, elements", f"{len(documents)}, {of_documents:,}"),
        at_most("loading them with the reference data", reference + took, MOST, "s"),
        information("sample handbooks, elements", f"{len(handbooks)}, {of_handbooks:,}"),
        information("loading them", f"{longer:.1f} s"),
    ]


def _loaded(folders: list[Path], copies: Path) -> tuple[int, float]:
    """How many elements came in, and in how many seconds."""
    renamed = [_renamed(folder, copies) for folder in folders]
    began = perf_counter()
    count = sum(import_edition(folder=folder).elements.count() for folder in renamed)
    return count, perf_counter() - began


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
