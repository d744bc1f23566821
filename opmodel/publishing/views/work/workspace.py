"""The workspace of a draft, and the lists of its rows."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opmodel.drafting.commenters import may_comment_anywhere
from opmodel.drafting.models import Proposal
from opmodel.drafting.selectors.against_base import Against, against_base
from opmodel.drafting.selectors.lately import ended_rows, happened_lately
from opmodel.drafting.selectors.rows import rows_within_reach
from opmodel.drafting.selectors.workspace import against_within, kinds_to_propose, sections_of
from opmodel.editions.belonging import belonging_fields
from opmodel.editions.models import Element
from opmodel.findings.checking import check
from opmodel.publishing import addresses
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.work import workspace as presenter
from opmodel.publishing.views import paging
from opmodel.publishing.views.finding import kind_or_404

from .finding import Work, work_on

ROWS = 50
LATELY = 10
DONE = {"ended": "It is ended. You find it below the rows, to be restored."}


@require_safe
def workspace(request: HttpRequest, organisation: str, edition: str) -> HttpResponse:
    """What there is to work on in a draft, what changed lately, and what waits."""
    work = work_on(request, organisation, edition)
    against = _against(work)
    findings = check(edition=work.edition, moment=work.asked.moment) if work.sees_all else None
    sections = sections_of(work.edition, work.viewer, against, every=work.sees_all)
    proposals = Proposal.objects.of_draft(work.edition, work.viewer, work.user).waiting()
    waiting = proposals.count()
    among = None
    if not work.sees_all:
        own = Element.objects.within_reach_of(work.viewer, edition=work.edition)
        among = list(own.order_by().values_list("pk", flat=True))
    return render(
        request,
        "pages/work.html",
        work.context(
            breadcrumbs=work.crumbs(here=True),
            parts=presenter.parts_of(work.edition, sections, findings, empty=work.may_change),
            total=against.total,
            waiting=waiting,
            step=presenter.next_step(work, waiting, findings),
            lately=presenter.lately(
                work.edition, happened_lately(work.edition, at_most=LATELY, among=among)
            ),
            ended=presenter.ended(work.edition, ended_rows(work.edition, at_most=50))
            if work.sees_all
            else [],
            findings=presenter.counts(findings),
            ways=presenter.ways(
                work.edition,
                may_change=work.may_change,
                may_comment=may_comment_anywhere(work.user, work.edition),
            )
            if work.sees_all
            else [],
            new=presenter.new_ones(work.edition, kinds_to_propose(sections))
            if work.may_propose and not work.sees_all
            else [],
        ),
    )


@require_safe
def rows(request: HttpRequest, organisation: str, edition: str, plural: str) -> HttpResponse:
    """The rows of one kind that somebody works on."""
    kind = kind_or_404(plural)
    work = work_on(request, organisation, edition)
    words = request.GET.get("q", "").strip()[:200]
    only = request.GET.get("show") == "changed"
    against = _against(work)
    found = rows_within_reach(edition=work.edition, viewer=work.viewer, kind=kind, words=words)
    if only:
        found = found.filter(key__in=against.keys(kind.kind_name))
    page = paging.page_of(request, cast(Any, found), ROWS)
    name = kind.kind_name
    may_add = work.may_change or (work.may_propose and name in belonging_fields())
    return render(
        request,
        "pages/work_list.html",
        work.context(
            breadcrumbs=work.crumbs(),
            title=capitalised(str(kind._meta.verbose_name_plural)),
            kind_words=str(kind._meta.verbose_name),
            page=page,
            lines=presenter.row_lines(work, kind, list(page.object_list), against),
            words=words,
            only=only,
            new=addresses.of_new_row(work.edition, kind) if may_add else "",
            ended=[
                line
                for line in presenter.ended(work.edition, ended_rows(work.edition))
                if line.kind == name
            ]
            if work.sees_all
            else [],
            gone=against.ended.get(name, {}),
            grids=presenter.tables(work.edition, kind) if work.may_change else [],
            done=DONE.get(request.GET.get("done", ""), ""),
            link_to_page=lambda number: f"?{urlencode({**paging.kept(request), 'page': number})}",
        ),
    )


def _against(work: Work) -> Against:
    """What differs from the base, as far as whoever asks may know it."""
    base = work.edition.based_on
    if base is None:
        return Against()
    if work.sees_all:
        return against_base(work.edition)
    if not base.is_published:
        return Against()
    return against_within(work.edition, work.viewer, against_base(work.edition))
