"""What an edition is taken away as: a workbook to change and bring back, limits for programs."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from governance.deciding.days import moment_for
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
    _check(request, {"holder", "directorate", "list"})
    lists = [kind_or_404(plural) for plural in request.GET.getlist("list") if plural]
    holder = request.GET.get("holder", "").strip()
    directorate = request.GET.get("directorate", "").strip()
    if holder and directorate:
        raise BadRequest("Ask for a holder or for a directorate: one workbook is of one of them.")
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
    """The limits with effect on the day asked for, as decision tables; without one, on the day of
    which the edition speaks: of one that has ended, its last."""
    asked = asked_of(request)
    found = edition_or_404(request, organisation, edition, asked)
    _check(request, set())
    if not has_limits(found):
        raise Http404(f"{found.title} has no financial limits.")
    moment = asked.moment if request.GET.get("on") else moment_for(found, asked.moment)
    body = as_dmn(scheme_of(found), name=_title(found), on=moment.on, mark=_mark(found))
    return file_of(body, DMN, f"{found.slug}-limits.dmn")


def _check(request: HttpRequest, known: set[str]) -> None:
    """Refuses what would be passed over without a word. Raises BadRequest."""
    names = known | {"on", "known_at"}
    if strange := sorted(set(request.GET) - names):
        listed = ", ".join(sorted(names))
        raise BadRequest(f"“{strange[0][:40]}” is nothing to ask for here. Ask for: {listed}.")


def _title(edition: Edition) -> str:
    return f"{edition.organisation.name}, {edition.title}, {edition.label}"


def _mark(edition: Edition) -> str:
    return SAMPLE if edition.organisation.sample else ""
