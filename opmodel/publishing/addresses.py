"""The address of everything that has a page, made without asking the database."""

from __future__ import annotations

from opmodel.editions.kinds import kinds
from opmodel.editions.models import Edition, Element, Kind, Organisation


def of_organisation(organisation: Organisation) -> str:
    return f"/{organisation.slug}/"


def of_edition(edition: Edition) -> str:
    return f"/{edition.organisation_id}/{edition.slug}/"


def of_list(edition: Edition, kind: type[Kind]) -> str:
    return f"{of_edition(edition)}{kind.plural}/"


def of_element(edition: Edition, element: Element) -> str:
    return f"{of_edition(edition)}{kinds()[element.kind].plural}/{element.key}/"


def of_chart(edition: Edition) -> str:
    return f"{of_edition(edition)}chart/"


def of_matrix(edition: Edition, name: str) -> str:
    return f"{of_edition(edition)}matrix/{name}/"


def of_sources(edition: Edition) -> str:
    return f"{of_edition(edition)}sources/"
