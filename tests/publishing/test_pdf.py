"""What can be counted on of a document somebody takes away."""

import io
import os
import subprocess
import sys
from pathlib import Path

import page
import pikepdf
import pytest
from pytest_django import Settings

from opmodel.publishing import pdf
from opmodel.publishing.charts.cards import Card
from opmodel.publishing.charts.drawing import Drawing
from opmodel.publishing.charts.sheets import sheets
from opmodel.publishing.matrices.matrix import Cell, Header, Matrix, Row

BASE_URL = "https://registry.example/"
IMPRINT = pdf.Imprint(
    organisation="NHS Example ICB",
    edition="September 2024",
    standing="In force",
    digest="ab" * 32,
)


def unit(number: int, posts: int) -> Card:
    children = tuple(
        Card(
            key=f"post-{number}-{n}",
            title=f"Head of function {n}",
            lines=("Holder not recorded",),
            tag="Vacant" if n % 3 == 0 else "",
            dashed=n % 3 == 0,
            dotted=n % 4 == 0,
            look="post",
            url=f"/post/{number}-{n}/",
        )
        for n in range(posts)
    )
    return Card(
        key=f"unit-{number}",
        title=f"Directorate {number}",
        url=f"/unit/{number}/",
        look="unit",
        children=children,
    )


def organisation(units: int, posts: int) -> Card:
    return Card(
        key="chief",
        title="Chief Executive",
        url="/chief/",
        look="top",
        children=tuple(unit(n, posts) for n in range(units)),
    )


def chart_pdf(units: int = 6, posts: int = 12) -> bytes:
    root = organisation(units, posts)
    drawn = [
        (sheet, Drawing(sheet.layout, name=f"sheet-{n}", scale=sheet.scale))
        for n, sheet in enumerate(sheets(root))
    ]
    legend = (("unit", False, "Directorate"), ("post", True, "Vacant post"))
    return pdf.render(
        "print/chart.html",
        {"sheets": drawn, "legend": legend},
        title="Organisation chart",
        imprint=IMPRINT,
        base_url=BASE_URL,
    )


def matrix_pdf(rows: int = 60) -> bytes:
    matrix = Matrix(
        caption="Who does what",
        corner="Directorate",
        columns=(Header("Planning"), Header("Procuring"), Header("Evaluation")),
        plural="stages",
        legend=(("nil", "no part at this stage"),),
        rows=tuple(
            Row(Header(f"Directorate {n}", url=f"/d/{n}/"), (Cell(texts=("Leads",) * 3, span=3),))
            if n % 2
            else Row(
                Header(f"Directorate {n}"),
                (Cell(texts=("Leads",)), Cell(state="nil"), Cell(state="not recorded")),
            )
            for n in range(rows)
        ),
    )
    return pdf.render(
        "print/matrix.html",
        {"matrix": matrix, "notes": ()},
        title="Commissioning cycle",
        imprint=IMPRINT,
        base_url=BASE_URL,
    )


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def links_of(document: pikepdf.Pdf) -> list[str]:
    annotations = [
        annotation
        for sheet in document.pages
        for annotation in sheet.get("/Annots", [])
        if annotation.Subtype == "/Link"
    ]
    return [
        str(annotation.A.URI) if "/A" in annotation and "/URI" in annotation.A else "inside"
        for annotation in annotations
    ]


def bookmarks_of(document: pikepdf.Pdf) -> list[str]:
    titles: list[str] = []
    with document.open_outline() as outline:
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            titles.append(str(item.title))
            waiting = [*item.children, *waiting]
    return titles


def tags_of(element: pikepdf.Object) -> list[str]:
    """The names of all structure elements of a document, in reading order."""
    names = [str(element.S)] if "/S" in element else []
    below = element.get("/K")
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary):
            names += tags_of(child)
    return names


@pytest.mark.parametrize("make", [chart_pdf, matrix_pdf])
def test_documents_keep_to_the_accessibility_standard(make) -> None:  # type: ignore[no-untyped-def]
    report = page.validate_pdf_bytes(make(), profile="ua1")
    assert report.is_compliant, [(fault.rule_id, fault.message) for fault in report.failures]


def test_a_document_tells_its_language_title_and_chapters() -> None:
    document = opened(chart_pdf())
    assert str(document.Root.Lang) == "en-GB"
    assert str(document.docinfo["/Title"]) == "Organisation chart"
    assert bookmarks_of(document) == [
        "Organisation chart",
        *(f"Directorate {n}" for n in range(6)),
    ]


def test_every_card_of_a_printed_chart_leads_to_its_page() -> None:
    links = links_of(opened(chart_pdf(units=2, posts=3)))
    expected = {f"{BASE_URL}post/{u}-{p}/" for u in range(2) for p in range(3)}
    assert expected <= set(links)
    assert "inside" not in links


@pytest.mark.parametrize(("units", "posts"), [(1, 30), (1, 90), (6, 12), (30, 2), (90, 3)])
def test_no_chart_runs_over_the_edge_of_its_page(units: int, posts: int) -> None:
    drawn = sheets(organisation(units, posts))
    assert len(opened(chart_pdf(units, posts)).pages) == len(drawn)


def test_what_an_overview_folds_away_is_one_click_off() -> None:
    assert "inside" in links_of(opened(chart_pdf(units=6, posts=40)))


def test_a_long_matrix_repeats_its_header_on_every_page() -> None:
    document = opened(matrix_pdf(rows=80))
    assert len(document.pages) > 1
    assert tags_of(document.Root.StructTreeRoot).count("/THead") == len(document.pages)


def test_only_fonts_that_the_project_ships_are_used() -> None:
    document = opened(chart_pdf(units=1, posts=2))
    names = {
        str(font.BaseFont) for sheet in document.pages for font in sheet.Resources.Font.values()
    }
    assert names
    assert all("Liberation-Sans" in name for name in names), names


def test_the_same_input_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    """Also with another seed for hashes, another home and another day."""
    here = Path(__file__).resolve()
    program = (
        "import django, hashlib, sys; django.setup(); "
        f"sys.path.insert(0, {str(here.parent)!r}); "
        "import test_pdf; "
        "print(hashlib.sha256(test_pdf.chart_pdf() + test_pdf.matrix_pdf()).hexdigest())"
    )
    digests = set()
    for seed, zone in (("1", "Europe/London"), ("2", "Pacific/Auckland")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "HOME": str(tmp_path)}
        answer = subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            cwd=here.parent.parent.parent,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(answer.stdout.strip())
    assert len(digests) == 1


def test_a_server_without_pdf_says_what_to_do(settings: Settings) -> None:
    settings.PDF = False
    assert not pdf.is_available()
    with pytest.raises(pdf.PdfUnavailable, match="apt-get install"):
        matrix_pdf(rows=1)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://example.org/x.css",
        "project:../pdf.py",
        "project:/etc/passwd",
        "relative.css",
    ],
)
def test_a_document_can_read_nothing_but_the_projects_own_files(url: str) -> None:
    with pytest.raises(ValueError, match="own files only"):
        pdf.static_file(url)


def test_a_web_process_that_makes_no_document_does_not_load_the_pdf_libraries() -> None:
    program = "import sys; import opmodel.publishing.pdf; print('weasyprint' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parent.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "False"
