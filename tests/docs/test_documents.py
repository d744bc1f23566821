"""What documents name is there, and they name nothing that has no place in them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import get_commands

from .conftest import DOCUMENTS, ROOT, anchors_of, links_of, name_of

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)

# Hosts that a document may name, and why.
HOSTS = {
    "127.0.0.1:8000": "where script/server serves",
    "login.microsoftonline.com": "begins the issuer of every Entra ID",
    "registry.example.org": "stands for anybody's own",
}
# Folders of somebody's machine. /var/lib and /etc are the same everywhere.
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.>}])/(?:home|root|work|opt|srv|mnt|tmp|Users)/")


@each_document
def test_its_links_lead_somewhere(document: Path) -> None:
    broken = []
    for link in links_of(document):
        address = urlsplit(link)
        if address.scheme:
            continue
        target = (document.parent / address.path).resolve() if address.path else document
        if not target.exists() or (address.fragment and address.fragment not in anchors_of(target)):
            broken.append(link)
    assert broken == []


def test_every_page_is_linked_from_another() -> None:
    linked = {
        (document.parent / link.split("#")[0]).resolve()
        for document in DOCUMENTS
        for link in links_of(document)
    }
    pages = {path for path in DOCUMENTS if path.is_relative_to(ROOT / "docs")}
    assert [name_of(page) for page in sorted(pages - linked)] == []


@each_document
def test_the_scripts_it_names_exist(document: Path) -> None:
    named = set(re.findall(r"(?<![\w/])script/[\w/]+(?:\.py)?", document.read_text()))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


@each_document
def test_the_commands_it_names_exist(document: Path) -> None:
    named = set(re.findall(r"(?:script/manage|manage\.py) ([a-z_]+)", document.read_text()))
    assert named - set(get_commands()) == set()


@each_document
def test_the_files_it_names_exist(document: Path) -> None:
    """Paths in code, from the root: `opmodel/editions/database.py`."""
    tops = "|".join(path.name for path in ROOT.iterdir() if path.is_dir())
    named = set(re.findall(rf"`((?:{tops})/[\w./-]+)`", document.read_text()))
    made = {name for name in named if name.startswith("var/")}
    assert [name for name in sorted(named - made) if not (ROOT / name).exists()] == []


@each_document
def test_it_names_no_address_but_known_ones(document: Path) -> None:
    hosts = set(re.findall(r"https?://([\w.:-]+)", document.read_text()))
    assert hosts - set(HOSTS) == set()


@pytest.mark.parametrize(
    "path",
    [*DOCUMENTS, *sorted((ROOT / "docs" / "examples").rglob("*.yaml"))],
    ids=name_of,
)
def test_it_names_no_folder_of_somebodys_machine(path: Path) -> None:
    assert SOMEBODYS_FOLDER.findall(path.read_text()) == []


def test_pictures_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    assert [path.name for path in pictures] == ["chart.png", "matrix.png"]
    assert [path.name for path in pictures if path.stat().st_size > 250_000] == []


def test_every_decision_fits_a_page() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    assert [path.name for path in decisions if len(path.read_text().split()) > 900] == []


def test_every_licence_of_what_is_shipped_is_named() -> None:
    shipped = list((ROOT / "opmodel").rglob("LICENSE"))
    readme = (ROOT / "README.md").read_text()
    assert shipped
    assert [name_of(path) for path in shipped if f"({name_of(path)})" not in readme] == []
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")


def test_the_change_log_ends_at_this_version() -> None:
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert version
    assert newest
    assert newest[1] == version[1]
