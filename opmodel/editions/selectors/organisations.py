"""Organisations. They are public, whatever else is not."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from opmodel.editions.models import Organisation
from opmodel.editions.querysets import EditionQuerySet


def organisations_for_list() -> QuerySet[Organisation]:
    """Every organisation with its codes, by name."""
    return Organisation.objects.prefetch_related("identifiers").order_by("name")


def organisations_of(editions: EditionQuerySet) -> QuerySet[Organisation]:
    """The organisations that these editions are of, with their codes, by name."""
    return organisations_for_list().filter(pk__in=editions.order_by().values("organisation"))


def organisation_by_slug(slug: str) -> Organisation:
    """The organisation of that slug. Raises Http404 in words."""
    organisation = Organisation.objects.filter(slug=slug).select_related("source", "system").first()
    if organisation is None:
        raise Http404(f"There is no organisation “{slug}” in the registry.")
    return organisation
