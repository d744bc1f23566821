"""Answers that are files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from opmodel.publishing import errors
from opmodel.publishing.exports.tables import Table, as_csv, as_xlsx
from opmodel.publishing.pdf import PdfUnavailable

WRITERS = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def download(table: Table, form: str, name: str) -> HttpResponse:
    """The table as a file of that form, named for the folder it will lie in."""
    if form not in WRITERS:
        raise Http404(f"There is no {form.upper()} of this.")
    write, content_type = WRITERS[form]
    return _file(write(table), content_type, f"{name}.{form}", inline=False)


def document(body: bytes, name: str) -> HttpResponse:
    """A PDF, which browsers show."""
    return _file(body, "application/pdf", f"{name}.pdf", inline=True)


def no_pdf(request: HttpRequest, fault: PdfUnavailable) -> HttpResponse:
    """That no PDF can be made here, why, and what to do."""
    return errors.answer(request, 503, str(fault))


def file_of(body: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to be saved."""
    return _file(body, content_type, name, inline=False)


def _file(body: bytes, content_type: str, name: str, *, inline: bool) -> HttpResponse:
    disposition = "inline" if inline else "attachment"
    return HttpResponse(
        body,
        content_type=content_type,
        headers={"Content-Disposition": f'{disposition}; filename="{name}"'},
    )
