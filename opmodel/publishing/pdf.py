"""Documents as PDF: tagged, with title, language and bookmarks, the same bytes for the same input.

WeasyPrint and its native libraries take time and memory that most requests have no use for, and may
be missing altogether; they are loaded when the first document is asked for.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, Final, cast

from django.conf import settings
from django.template.loader import render_to_string

HERE: Final = Path(__file__).resolve().parent
STATIC: Final = HERE / "static"
FONTS: Final = HERE / "fonts.conf"

OPTIONS: Final = {"pdf_variant": "pdf/ua-1", "pdf_identifier": True}

# How print templates name the project's own files: `project:opmodel/print.css`.
SCHEME: Final = "project:"

# WeasyPrint reports faults of a document in the log; one document at a time keeps memory in bounds.
_one_at_a_time = Lock()

LIBRARIES: Final = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libfontconfig1"
SWITCHED_OFF: Final = (
    "PDFs are switched off on this server, as they are where the libraries for them are missing. "
    f"Whoever runs it can install them (apt-get install {LIBRARIES}) and start it again. "
    "The chart, the matrix and their tables can be had without."
)
LIBRARIES_MISSING: Final = (
    "PDFs cannot be made here because libraries are missing. "
    f"Whoever runs the server can install them: apt-get install {LIBRARIES}"
)


class PdfUnavailable(Exception):
    """No PDF can be made here. Its text says why, and the line to run."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page of a document: whose it is, of which edition, and how that stands.

    Only what belongs to the edition: the day of printing would make each copy differ.
    """

    organisation: str
    edition: str
    standing: str
    digest: str = ""
    sample: bool = False


def render(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    imprint: Imprint,
    base_url: str,
    description: str = "",
) -> bytes:
    """A template under `templates/print/` as a PDF/UA-1 document.

    Links are made absolute with *base_url*, the registry's public address.
    """
    weasyprint = _weasyprint()
    html = render_to_string(
        template,
        {**context, "title": title, "imprint": imprint, "description": description},
        using="jinja2",
    )
    with _one_at_a_time, _patient_collector():
        document = weasyprint.HTML(string=html, base_url=base_url, url_fetcher=_project_files())
        laid_out = document.render(**OPTIONS)
        gc.collect()  # What was only needed for laying out goes before writing takes as much again.
        return bytes(laid_out.write_pdf(**OPTIONS))


def is_available() -> bool:
    """Whether PDFs can be made here."""
    try:
        _weasyprint()
    except PdfUnavailable:
        return False
    return True


def _weasyprint() -> ModuleType:
    """WeasyPrint, seeing no fonts but the project's."""
    if not getattr(settings, "PDF", True):
        raise PdfUnavailable(SWITCHED_OFF)
    # Read whenever fonts are looked up, and for the first time while WeasyPrint is imported.
    os.environ["FONTCONFIG_FILE"] = str(FONTS)
    try:
        import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415
    except (ImportError, OSError) as fault:
        raise PdfUnavailable(LIBRARIES_MISSING) from fault
    return cast(ModuleType, weasyprint)


def _project_files() -> Any:
    """What may be fetched while a document is made: the project's static files, nothing else."""
    from weasyprint.urls import (  # type: ignore[import-untyped]  # noqa: PLC0415
        URLFetcher,
        URLFetcherResponse,
    )

    class ProjectFiles(URLFetcher):
        """Neither the network nor any other file."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith("data:"):
                # The lines of a chart come inside its own stylesheet.
                return super().fetch(url, headers)
            content_type = guess_type(url)[0] or "application/octet-stream"
            body = static_file(url).read_bytes()
            return URLFetcherResponse(url, body, {"Content-Type": content_type})

    # A document that lacks a file it names would be wrong without anybody noticing.
    return ProjectFiles(allowed_protocols=("data",), fail_on_errors=True)


def static_file(url: str) -> Path:
    """The project's file that a print template names, or a refusal."""
    if not url.startswith(SCHEME):
        raise ValueError(f"A document may use the project's own files only, not {url}")
    path = (STATIC / url.removeprefix(SCHEME)).resolve()
    if not path.is_relative_to(STATIC):
        raise ValueError(f"A document may use the project's own files only, not {url}")
    return path


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Fewer garbage collections: laying out makes millions of objects that live to the end, and
    going over them again and again took a quarter of the time. Still fewer would be no faster, and
    take a fifth more memory."""
    thresholds = gc.get_threshold()
    gc.set_threshold(20_000, 20, 10)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
