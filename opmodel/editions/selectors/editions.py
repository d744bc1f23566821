"""Which editions there are, which one answers, and what each is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import Http404

from opmodel.editions.models import Edition, Element, Organisation, Succession
from opmodel.editions.moments import Moment
from opmodel.editions.querysets import EditionQuerySet
from opmodel.editions.viewer import Viewer


def editions_for_list(*, viewer: Viewer, moment: Moment) -> EditionQuerySet:
    """Every edition the viewer may see, with its status, newest effect first."""
    return (
        Edition.objects.visible_to(viewer)
        .with_status(**moment.asked())
        .select_related("organisation", "based_on")
    )


def editions_of(*, organisation: Organisation, viewer: Viewer, moment: Moment) -> EditionQuerySet:
    """The organisation's editions that the viewer may see, the newest first."""
    editions = editions_for_list(viewer=viewer, moment=moment).filter(organisation=organisation)
    return _newest_first(editions)


def editions_around(
    *, organisation: Organisation, viewer: Viewer, moment: Moment
) -> EditionQuerySet:
    """Editions of the system it is part of, of the members of its system where it is one, and of
    the bodies right before and after it: what else speaks of the same area."""
    near = (
        Q(organisation__members=organisation.slug)
        | Q(organisation__system=organisation.slug)
        | Q(organisation__became__successor=organisation.slug)
        | Q(organisation__came_from__predecessor=organisation.slug)
    )
    slugs = Edition.objects.filter(near).exclude(organisation=organisation).values("organisation")
    editions = editions_for_list(viewer=viewer, moment=moment).filter(organisation__in=slugs)
    return _newest_first(editions)


def _newest_first(editions: EditionQuerySet) -> EditionQuerySet:
    dated = Coalesce("effective_from", "published_on")
    return editions.order_by(dated.desc(nulls_last=True), "-recorded_at", "slug")


def edition_by_slug(*, slug: str, viewer: Viewer, moment: Moment) -> Edition:
    """The edition of that slug. Raises Http404 where there is none that the viewer may see."""
    edition = editions_for_list(viewer=viewer, moment=moment).filter(slug=slug).first()
    if edition is None:
        raise Http404(f"There is no edition “{slug}”.")
    return edition


def base_of(edition: Edition, viewer: Viewer) -> Edition | None:
    """The edition it is based on, where the viewer may know of it: a base may be withdrawn."""
    base = edition.based_on
    if base is None:
        return None
    seen = base.is_published or viewer.may_see_drafts_of(base.organisation_id)
    return base if seen else None


def element_counts(editions: Iterable[Edition]) -> dict[UUID, int]:
    """How many elements each of these editions holds, in one query; empty ones are left out."""
    rows = (
        Element.objects.filter(edition__in=[edition.id for edition in editions])
        .order_by()
        .values_list("edition")
        .annotate(number=Count("pk"))
    )
    return dict(rows)


@dataclass(frozen=True)
class InForce:
    """What was in force for an organisation at a moment.

    `edition` is what was in force, or the last that had been where `ended`: the organisation was
    over by then and `successors` took its functions on. Where nothing had been adopted, or the
    organisation had not begun, it is None; `preceded_by` then says what came before it, if it had
    not begun.
    """

    edition: Edition | None
    ended: bool
    successors: tuple[Organisation, ...] = ()
    preceded_by: tuple[Succession, ...] = ()


def in_force(*, organisation: Organisation, viewer: Viewer, moment: Moment) -> InForce:
    """What is in force for the organisation, or was last, and who came after it."""
    editions = editions_for_list(viewer=viewer, moment=moment).filter(organisation=organisation)
    begun = organisation.legal_from is None or organisation.legal_from <= moment.on
    edition = editions.adopted_by_then(**moment.asked()).first() if begun else None
    ended = organisation.legal_until is not None and organisation.legal_until < moment.on
    successors: tuple[Organisation, ...] = ()
    if ended:
        rows = organisation.became.filter(effective_on__lte=moment.on).select_related("successor")
        successors = tuple(row.successor for row in rows)
    preceded_by = () if begun else tuple(organisation.came_from.select_related("predecessor"))
    return InForce(edition, ended, successors, preceded_by)
