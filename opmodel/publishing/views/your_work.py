"""Your work: drafts, proposals, comments and roles of whoever is signed in."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opmodel.access.viewers import viewer_of
from opmodel.publishing.presenters.your_work import your_work


@require_safe
def your_work_page(request: HttpRequest) -> HttpResponse:
    """What somebody works on, and what waits for them."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    found = your_work(request.user, viewer_of(request), timezone.localdate())
    return render(request, "pages/your_work.html", {"yours": found})
