"""The address of everything that has a page, made without asking the database."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

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


def of_key(edition: Edition, kind: str, key: str) -> str:
    """An element, by its kind and key."""
    return f"{of_edition(edition)}{kinds()[kind].plural}/{key}/"


def of_checks(edition: Edition) -> str:
    """What checks found in an edition."""
    return f"{of_edition(edition)}checks/"


def of_waiving(edition: Edition, fingerprint: str) -> str:
    """Where somebody decides to live with one of those findings."""
    return f"{of_checks(edition)}{fingerprint}/"


def of_chart(edition: Edition, name: str = "") -> str:
    """The chart of that name; without one the organisation chart."""
    return f"{of_edition(edition)}chart/{name}/" if name else f"{of_edition(edition)}chart/"


def of_matrix(edition: Edition, name: str) -> str:
    return f"{of_edition(edition)}matrix/{name}/"


def of_sources(edition: Edition) -> str:
    return f"{of_edition(edition)}sources/"


def of_programme(edition: Edition, name: str) -> str:
    """The roadmap, the risk register or the transfer list."""
    return f"{of_edition(edition)}{name}/"


def of_comparisons(edition: Edition) -> str:
    """Where one chooses what to compare an edition with."""
    return f"{of_edition(edition)}compare/"


def of_comparison(edition: Edition, other: Edition) -> str:
    """An edition beside another one, of the same or of another organisation."""
    return f"{of_comparisons(edition)}{other.slug}/"


def of_workbooks(edition: Edition) -> str:
    """Where workbooks of an edition are taken away, and brought back."""
    return f"{of_edition(edition)}workbooks/"


def of_upload(edition: Edition, identifier: UUID) -> str:
    """A workbook that somebody sent, for whoever sent it."""
    return f"{of_workbooks(edition)}{identifier}/"


def of_workbook(edition: Edition, **part: str) -> str:
    """An edition as a workbook to change and send back, or the part of a holder or directorate."""
    asked = f"?{urlencode(part)}" if part else ""
    return f"{of_edition(edition)}workbook.xlsx{asked}"


def of_dmn(edition: Edition) -> str:
    """The limits of an edition as decision tables."""
    return f"{of_edition(edition)}limits.dmn"


def of_history(edition: Edition, element: Element) -> str:
    """An element through time."""
    return f"{of_element(edition, element)}history/"


# ---- Drafts ----


def of_work(edition: Edition) -> str:
    """Where somebody works on a draft."""
    return f"{of_edition(edition)}work/"


def of_work_list(edition: Edition, kind: type[Kind]) -> str:
    """The rows of a kind that somebody works on."""
    return f"{of_work(edition)}{kind.plural}/"


def of_new_row(edition: Edition, kind: type[Kind]) -> str:
    return f"{of_work_list(edition, kind)}new/"


def of_row(edition: Edition, kind: str, key: str) -> str:
    """The form of a row."""
    return f"{of_work_list(edition, kinds()[kind])}{key}/"


def of_ending(edition: Edition, kind: str, key: str) -> str:
    return f"{of_row(edition, kind, key)}end/"


def of_restoring(edition: Edition, kind: str, key: str) -> str:
    return f"{of_row(edition, kind, key)}restore/"


def of_proposals(edition: Edition) -> str:
    """What is proposed for a draft, and what became of it."""
    return f"{of_edition(edition)}proposals/"


def of_proposal(edition: Edition, number: int) -> str:
    return f"{of_proposals(edition)}{number}/"


def of_opening(edition: Edition) -> str:
    """Where a draft is opened on the base of an edition."""
    return f"{of_edition(edition)}draft/"


def of_changing(edition: Edition, element: Element) -> str:
    """Where somebody chooses the draft in which to change an element."""
    return f"{of_element(edition, element)}change/"
