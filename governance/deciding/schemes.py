"""Which organisations and editions have a scheme that can be asked."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from governance.models import Decision
from opmodel.editions.models import Edition, Element, Organisation
from opmodel.editions.querysets import EditionQuerySet
from opmodel.editions.viewer import Viewer

_DECIDES = Exists(Element.objects.filter(edition=OuterRef("pk"), kind=Decision.kind_name))


def organisations_with_schemes(*, viewer: Viewer) -> list[Organisation]:
    """Those that have decisions in an adopted edition that the viewer may see, by name."""
    editions = Edition.objects.visible_to(viewer).filter(_DECIDES, state="adopted")
    return list(
        Organisation.objects.filter(pk__in=editions.values("organisation")).order_by("name")
    )


def with_schemes(*, editions: Collection[UUID], viewer: Viewer) -> EditionQuerySet:
    """Those of the adopted editions that the viewer may see and whose scheme can be asked, by the
    name of their organisation."""
    return (
        Edition.objects.visible_to(viewer)
        .filter(_DECIDES, Q(pk__in=editions), state="adopted")
        .select_related("organisation")
        .order_by("organisation__name")
    )
