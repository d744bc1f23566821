"""The gate: which rows a viewer may see, and which edition they are asked of."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

from django.db import models
from django.db.models import Q

from .belonging import OPEN_STATES, editions_that_hold, ids_belonging_to
from .models.vocabulary import PUBLISHED_STATES, EditionState
from .viewer import Viewer

if TYPE_CHECKING:
    from .models import Edition, Kind

Row = TypeVar("Row", bound=models.Model)
KindRow = TypeVar("KindRow", bound="Kind")


class SilentWriteRefused(TypeError):
    """Raised where a write would leave no history."""


class ShutQuerySet(models.QuerySet[Row]):
    """Rows with a history, and its silent doors shut.

    `update`, `bulk_create` and `bulk_update` write no history. Rows are changed one by one through
    actions, or written whole editions at a time by the bulk writer.
    """

    def update(self, **kwargs: Any) -> NoReturn:
        raise SilentWriteRefused("Change rows one by one through an action.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SilentWriteRefused("Write whole editions with opmodel.editions.writer.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SilentWriteRefused("Change rows one by one through an action.")


class EditionQuerySet(ShutQuerySet["Edition"]):
    """Editions, through the gate and through time."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Published editions, and the drafts of organisations whose drafts the viewer may see."""
        if viewer.everything:
            return self
        seen = Q(state__in=PUBLISHED_STATES)
        if viewer.drafts_of:
            seen |= Q(organisation__in=viewer.drafts_of)
        return self.filter(seen)

    def open_to(self, viewer: Viewer) -> Self:
        """Drafts, in review or not, in which the viewer has anything to work on: those they may see
        as a whole, and those that hold a unit of theirs."""
        found = self.filter(state__in=OPEN_STATES)
        if viewer.everything:
            return found
        seen = Q(organisation__in=viewer.drafts_of)
        if viewer.units:
            seen |= Q(pk__in=editions_that_hold(viewer.units))
        return found.filter(seen)

    def adopted_by_then(self, *, on: date, known_at: datetime) -> Self:
        """Adopted editions with effect on that day, as far as was recorded by that moment; the one
        that was in force comes first: the latest effect, then the latest recording."""
        return self.filter(
            state=EditionState.ADOPTED, effective_from__lte=on, recorded_at__lte=known_at
        ).order_by("-effective_from", "-recorded_at", "-slug")

    def in_force(self, *, on: date, known_at: datetime) -> Self:
        """The edition of each organisation that was in force on that day, as known at that moment.

        An organisation that did not exist on that day has none.
        """
        return self.adopted_last(on=on, known_at=known_at).filter(
            Q(organisation__legal_from__isnull=True) | Q(organisation__legal_from__lte=on),
            Q(organisation__legal_until__isnull=True) | Q(organisation__legal_until__gte=on),
        )

    def adopted_last(self, *, on: date, known_at: datetime) -> Self:
        """The edition each organisation adopted last by then, also where the body has ended."""
        last = self.model.objects.adopted_by_then(on=on, known_at=known_at)
        last = last.order_by("organisation_id", *last.query.order_by).distinct("organisation_id")
        return self.filter(pk__in=last.values("pk"))

    def never_adopted_by_then(self, *, known: date) -> Self:
        """Documents published without adoption, as far as they were out on that day."""
        return self.filter(
            Q(published_on__isnull=True) | Q(published_on__lte=known),
            state=EditionState.NOT_ADOPTED,
        )

    def with_status(self, *, on: date, known_at: datetime) -> Self:
        """Annotates `status`, what the edition is on that day as known at that moment, and
        `is_latest`: whether it is the one its organisation adopted last by then."""
        latest = self.model.objects.filter(
            organisation=models.OuterRef("organisation")
        ).adopted_by_then(on=on, known_at=known_at)
        not_yet = (
            Q(effective_from__gt=on)
            | Q(recorded_at__gt=known_at)
            | Q(organisation__legal_from__gt=on)
        )
        over = Q(organisation__legal_until__lt=on)
        words = [
            (Q(state=EditionState.DRAFT), "draft"),
            (Q(state=EditionState.IN_REVIEW), "in review"),
            (Q(state=EditionState.NOT_ADOPTED), "not adopted"),
            (Q(state=EditionState.WITHDRAWN), "withdrawn"),
            (not_yet, "not yet effective"),
            (over | Q(is_latest=False), "superseded"),
        ]
        return self.annotate(
            is_latest=models.ExpressionWrapper(
                Q(pk=models.Subquery(latest.values("pk")[:1])), models.BooleanField()
            ),
            status=models.Case(
                *(models.When(when, then=models.Value(word)) for when, word in words),
                default=models.Value("in force"),
            ),
        )


class EditionRowQuerySet(ShutQuerySet[Row]):
    """Rows that belong to an edition, through the gate."""

    edition_path = "edition"

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the editions the viewer may see."""
        if viewer.everything:
            return self
        seen = Q(**{f"{self.edition_path}__state__in": PUBLISHED_STATES})
        if viewer.drafts_of:
            seen |= Q(**{f"{self.edition_path}__organisation__in": viewer.drafts_of})
        return self.filter(seen)

    def within_reach_of(self, viewer: Viewer, *, edition: Edition | None = None) -> Self:
        """Rows of open drafts that the viewer may work on: all of those they may see as a whole,
        else those that belong to a unit of theirs.

        With *edition* only rows of that one; then less is read to find out. The number of queries
        and their words are the same for two units and for two hundred.
        """
        found = self.filter(**{f"{self.edition_path}__state__in": OPEN_STATES})
        if edition is not None:
            found = found.in_edition(edition)
        if viewer.everything:
            return found
        seen = Q(**{f"{self.edition_path}__organisation__in": viewer.drafts_of})
        units = [unit for unit in viewer.units if unit[0] not in viewer.drafts_of]
        if edition is not None:
            units = [unit for unit in units if unit[0] == edition.organisation_id]
        if units:
            path = self.edition_path.removesuffix("edition") + "pk"
            seen |= Q(**{f"{path}__in": ids_belonging_to(units, edition)})
        return found.filter(seen)

    def in_edition(self, edition: Edition) -> Self:
        """Rows of one edition (already passed through its own gate)."""
        return self.filter(**{self.edition_path: edition})


class ElementQuerySet(EditionRowQuerySet[Row]):
    """Elements of any kind. They are removed as what they are, so that all of it is recorded."""

    def delete(self) -> NoReturn:
        raise SilentWriteRefused("Remove elements one by one through an action.")


class CitationQuerySet(EditionRowQuerySet[Row]):
    """Citations belong to the edition of the element they stand at."""

    edition_path = "element__edition"


class KindQuerySet(EditionRowQuerySet[KindRow]):
    """Elements of one kind."""

    def in_edition(self, edition: Edition) -> Self:
        # The kind is named too, so that the index on (edition, kind, position) serves the list.
        return self.filter(edition=edition, kind=self.model.kind_name)
