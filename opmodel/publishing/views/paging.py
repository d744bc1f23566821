"""Pages of rows: which one was asked for, and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest


def page_of(request: HttpRequest, rows: Sequence[Any], size: int) -> Page:
    """The page that a request asks for, the first where it names none."""
    number = request.GET.get("page") or "1"
    try:
        return Paginator(rows, size).page(number)
    except PageNotAnInteger as error:
        raise BadRequest(f"“{number[:20]}” is no page number. Use 1, 2, 3 …") from error
    except EmptyPage as error:
        raise Http404(f"There is no page {number[:20]} of this.") from error


def kept(request: HttpRequest, *but: str) -> dict[str, str]:
    """What a request asks for besides its page, and besides what else is named."""
    without = {"page", *but}
    stated = request.GET.items()
    return {name: str(value) for name, value in stated if value and name not in without}


def numbered(request: HttpRequest, page: Page) -> list[dict[str, Any]]:
    """The links to pages by their numbers, with gaps where there are many."""
    stated = kept(request)
    return [
        {"ellipsis": True}
        if number == Paginator.ELLIPSIS
        else {
            "number": number,
            "href": f"?{urlencode({**stated, 'page': number})}",
            "current": number == page.number,
        }
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    ]
