"""Proving that published editions are what they were when they were published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opmodel.editions.digest import compute
from opmodel.editions.models import FROZEN_STATES, Edition


@dataclass(frozen=True)
class Verified:
    """An edition with the digest it was published under and the one its rows have now."""

    edition: Edition
    found: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, added or lost since."""
        return self.found == self.edition.digest


def verify_editions() -> Iterator[Verified]:
    """Computes the digest of every published edition anew, one at a time, oldest first."""
    editions = Edition.objects.filter(state__in=FROZEN_STATES).exclude(digest="")
    for edition in editions.select_related("based_on").order_by("recorded_at", "slug"):
        yield Verified(edition=edition, found=compute(edition))
