"""Every PDF that the registry gives away."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import page
import pikepdf
import pytest
from django.test import Client

from opmodel.publishing import pdf
from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.drawing import Drawing
from opmodel.publishing.charts.sheets import sheets
from tests.print.conftest import Get
from tests.print.reading import opened, sheets_of

BOB = "/bob-icb/bob-icb-2024-09"
CYCLE = f"{BOB}/matrix/nhs-england-commissioning-cycle.pdf"
CHARTS = {
    "chart": f"{BOB}/chart.pdf",
    "chart of another day": f"{BOB}/chart.pdf?on=2024-10-01",
    "chart of many posts": "/nhs-thames-valley-icb/thames-valley-large/chart.pdf",
    "chart of hostile names": "/frimley-icb/frimley-icb-hostile/chart.pdf",
}
MATRICES = {
    "matrix": CYCLE,
    "matrix narrowed": f"{CYCLE}?holder=nursing",
    "matrix of one stage": f"{CYCLE}?stage=procuring-services",
    "matrix of hostile names": "/frimley-icb/frimley-icb-hostile/matrix/cycle.pdf",
}
DOCUMENTS = CHARTS | MATRICES
every_document = pytest.mark.parametrize("address", DOCUMENTS.values(), ids=DOCUMENTS)
every_chart = pytest.mark.parametrize("address", CHARTS.values(), ids=CHARTS)

A4 = (595.3, 841.9)


def links_of(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        annotation
        for sheet in document.pages
        for annotation in sheet.get("/Annots", [])
        if annotation.Subtype == "/Link"
    ]


def destinations_of(document: pikepdf.Pdf) -> set[str]:
    tree = pikepdf.NameTree(document.Root.Names.Dests) if "/Names" in document.Root else {}
    return set(tree)


@every_document
def test_it_keeps_to_the_accessibility_standard(address: str, get: Get) -> None:
    report = page.validate_pdf_bytes(get(address), profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]


@every_document
def test_it_tells_its_title_and_its_language(address: str, get: Get) -> None:
    document = opened(get(address))
    title = str(document.docinfo["/Title"])
    assert any(words in title for words in ("Organisation chart – ", "who does what in each stage"))
    assert title.endswith(("BOB ICB, September 2024", "April 2026", "${7 * 7}"))
    assert str(document.Root.Lang) == "en-GB"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert document.Root.MarkInfo.Marked


@every_document
def test_its_bookmarks_name_every_chapter(address: str, get: Get) -> None:
    document = opened(get(address))
    with document.open_outline() as outline:
        (top,) = outline.root
        assert str(top.title) == str(document.docinfo["/Title"])
        chapters = [str(child.title) for child in top.children]
    if "chart.pdf" in address:
        assert len(chapters) == len(document.pages) - 1


@every_document
def test_each_page_says_which_of_how_many_it_is(address: str, get: Get) -> None:
    pages = sheets_of(get(address))
    for number, sheet in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in sheet.text


@every_document
def test_each_page_says_whose_it_is_and_how_it_stands(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        assert "Integrated Care Board" in sheet.text
        assert "Digest" in sheet.text
        assert any(word in sheet.text for word in ("Organisation ended", "In force"))


@every_document
def test_it_is_a4(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        assert sorted((sheet.width, sheet.height)) == pytest.approx(A4, abs=0.5)


@every_document
def test_its_links_lead_somewhere(address: str, get: Get) -> None:
    document = opened(get(address))
    links = links_of(document)
    assert links
    for link in links:
        if "/A" in link and "/URI" in link.A:
            assert str(link.A.URI).startswith("http://testserver/")
        else:
            target = str(link.Dest if "/Dest" in link else link.A.D)
            assert target in destinations_of(document)


def test_addresses_outside_a_document_are_answered(get: Get, client: Client) -> None:
    document = opened(get(f"{BOB}/chart.pdf"))
    get(CYCLE + "?stage=strategic-planning")
    for link in links_of(document):
        assert client.get(str(link.A.URI).removeprefix("http://testserver")).status_code == 200


def test_what_the_overview_folds_away_is_on_the_page_it_names(get: Get) -> None:
    overview, *others = sheets_of(get(CHARTS["chart of many posts"]))
    assert overview.text.count("below , page ") == 5
    assert "Director 1.1 (Finance) + 16 below , page 2" in overview.text
    assert "Manager 1.17" in others[0].text


@every_document
def test_it_brings_the_projects_fonts_and_no_others(address: str, get: Get) -> None:
    document = opened(get(address))
    fonts = [font for sheet in document.pages for font in sheet.Resources.Font.values()]
    assert fonts
    for font in fonts:
        assert "Liberation-Sans" in str(font.BaseFont)
        described = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in described or "/FontFile3" in described


@every_document
def test_no_text_is_too_small_to_read(address: str, get: Get) -> None:
    smallest = min(run.size for sheet in sheets_of(get(address)) for run in sheet.runs)
    assert smallest >= 7.5


@every_document
def test_no_text_runs_off_its_page(address: str, get: Get) -> None:
    for sheet in sheets_of(get(address)):
        for run in sheet.runs:
            assert run.box.left > 30
            assert run.box.right < sheet.width - 30
            assert run.box.bottom > 20
            assert run.box.top < sheet.height - 20


@every_document
def test_the_same_question_gives_the_same_bytes(address: str, get: Get, everything: None) -> None:
    assert Client().get(address).content == get(address)


def test_another_process_gives_the_same_bytes(get: Get, tmp_path: Path) -> None:
    """Of a chart that needs no database: what is in ours, no other process sees. With another
    seed for hashes, another home and another time zone."""
    here = Path(__file__).resolve()
    program = (
        "import django, hashlib, sys; django.setup(); "
        "from tests.print.test_documents import drawn; "
        "print(hashlib.sha256(drawn()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": str(here.parents[2]),
                "TZ": zone,
                "HOME": str(tmp_path),
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed, zone in (("1", "Europe/London"), ("2", "Pacific/Auckland"))
    }
    assert made == {hashlib.sha256(drawn()).hexdigest()}


def drawn() -> bytes:
    """A chart of names of every length, from no database at all."""
    children = tuple(
        Card(key=f"c{at}", title="Commissioning " * at, look="unit", url=f"/c{at}/")
        for at in range(1, 9)
    )
    root = Card(key="chief", title="Chief Executive", look="top", children=children)
    return pdf.render(
        "print/chart.html",
        {
            "sheets": [
                (sheet, Drawing(sheet.layout, name=f"sheet-{at}", scale=sheet.scale))
                for at, sheet in enumerate(sheets(root))
            ]
        },
        title="Chart",
        imprint=pdf.Imprint("Board", "Edition", "Draft"),
        base_url="https://registry.example/",
    )
