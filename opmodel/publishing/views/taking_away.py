"""What an edition is taken away as: a workbook to change and bring back, limits for programs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from governance.deciding.loading import scheme_of
from opmodel.editions.models import Edition
from opmodel.publishing.asking import asked as asked_of
from opmodel.publishing.exports.tables import SAMPLE
from opmodel.workbooks.base import Base
from opmodel.workbooks.dmn import as_dmn
from opmodel.workbooks.parts import NoSuchPart, has_limits, part_of
from opmodel.workbooks.writing import write_workbook

from .downloading import file_of
from .finding import edition_or_404, kind_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DMN = "application/xml"


def workbook(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """A sheet for each kind; with `holder` or `directorate` only theirs, with `list` only those."""
    found = edition_or_404(request, organisation, edition, asked_of(request))
    lists = [kind_or_404(plural) for plural in request.GET.getlist("list") if plural]
    holder = request.GET.get("holder", "").strip()
    directorate = request.GET.get("directorate", "").strip()
    base = Base.of(found)
    try:
        part = part_of(
            base,
            holder=holder,
            directorate=directorate,
            only={kind.kind_name for kind in lists},
        )
    except NoSuchPart as error:
        raise Http404(str(error)) from error
    if not part.records:
        raise Http404("There is nothing in this edition that would stand in this workbook.")
    title = _title(found) + (f": {part.name}" if part.name else "")
    names = (found.slug, holder or directorate, *(kind.plural for kind in lists))
    return file_of(
        write_workbook(base, part.records, title=title, mark=_mark(found)),
        XLSX,
        f"{'-'.join(filter(None, names))}.xlsx",
    )


def dmn(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """The limits with effect on the day asked for, as decision tables."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    if not has_limits(found):
        raise Http404(f"{found.title} has no financial limits.")
    body = as_dmn(scheme_of(found), name=_title(found), on=asked.moment.on, mark=_mark(found))
    return file_of(body, DMN, f"{found.slug}-limits.dmn")


def _title(edition: Edition) -> str:
    return f"{edition.organisation.name}, {edition.title}, {edition.label}"


def _mark(edition: Edition) -> str:
    return SAMPLE if edition.organisation.sample else ""
