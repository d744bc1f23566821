"""What every page of work on a draft begins with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict

from opmodel.access.models import User
from opmodel.access.viewers import viewer_of
from opmodel.drafting import sitting
from opmodel.drafting.rights import may_change, may_propose_anything, sees_all
from opmodel.drafting.selectors.drafts import draft_open_to
from opmodel.editions.actions.changing import Authored
from opmodel.editions.models import Edition, Kind, request_id
from opmodel.editions.viewer import Viewer
from opmodel.publishing import addresses
from opmodel.publishing.asking import Asked, asked
from opmodel.publishing.presenters.links import capitalised
from opmodel.publishing.presenters.work.rows import bar_of_work

READ_ONLY = (
    "You may read this draft but not change it. Your governance team can give you a role in which "
    "you propose changes, or make them."
)


@dataclass
class Work:
    """A draft, and what whoever asks may do in it."""

    request: HttpRequest
    edition: Edition
    viewer: Viewer
    asked: Asked

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def may_change(self) -> bool:
        return may_change(self.user, self.edition)

    @cached_property
    def may_propose(self) -> bool:
        """Whether they may propose anything, where they may not change it themselves."""
        return not self.may_change and may_propose_anything(self.user, self.viewer, self.edition)

    @cached_property
    def sees_all(self) -> bool:
        return sees_all(self.viewer, self.edition)

    def authored(self, reason: str) -> Authored:
        """Who writes, why, and in which request."""
        return Authored(by=self.user, reason=reason, request=request_id(self.request))

    def reason_sent(self) -> str:
        """The reason that came with a form; kept for the next one."""
        reason = self.request.POST.get("reason", "").strip()[: sitting.LONGEST]
        sitting.keep_reason(self.request, reason)
        return reason

    def crumbs(self, *kinds: type[Kind], here: bool = False) -> list[dict[str, str]]:
        """The way back. *here*: the page is the workspace itself."""
        organisation = self.edition.organisation
        found = [
            {"text": organisation.called, "href": addresses.of_organisation(organisation)},
        ]
        if self.sees_all:
            label = self.edition.label
            found.append({"text": label, "href": addresses.of_edition(self.edition)})
        if not here:
            work = "Work on the draft" if self.sees_all else f"Your part of {self.edition.label}"
            found.append({"text": work, "href": addresses.of_work(self.edition)})
        for kind in kinds:
            words = capitalised(str(kind._meta.verbose_name_plural))
            found.append({"text": words, "href": addresses.of_work_list(self.edition, kind)})
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """What every page of it shows."""
        return {
            "edition": self.edition,
            "work": self,
            "time_bar": bar_of_work(self.edition, self.viewer, self.asked),
            "reason": self.request.POST.get("reason") or sitting.reason_of(self.request),
            "addresses": addresses,
            **more,
        }


def work_on(request: HttpRequest, organisation: str, slug: str) -> Work:
    """The draft at an address, for whoever has something to work on in it. Raises Http404."""
    viewer = viewer_of(request)
    edition = draft_open_to(organisation=organisation, slug=slug, viewer=viewer)
    return Work(request, edition, viewer, asked(request))


def signed_in_first(request: HttpRequest) -> HttpResponse | None:
    """The way to sign in, for who has not."""
    if request.user.is_authenticated:
        return None
    return redirect_to_login(request.get_full_path())


def without(sent: QueryDict, *names: str) -> QueryDict:
    """What was sent, without some of it."""
    kept = sent.copy()
    for name in names:
        kept.pop(name, None)
    return kept
