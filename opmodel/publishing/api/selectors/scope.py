"""Of which editions a question is asked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from opmodel.editions.models import Edition, Organisation
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.editions import in_force
from opmodel.editions.selectors.search import searched_editions
from opmodel.editions.viewer import Viewer
from opmodel.publishing.api.links import Links
from opmodel.publishing.api.parameters import Question
from opmodel.publishing.api.problems import nothing_at, shown
from opmodel.publishing.words import day


@dataclass(frozen=True)
class Scope:
    """The editions that passed the gate and that a question is asked of."""

    editions: dict[UUID, Edition]
    named: bool
    """Whether the question names one edition, or one organisation and so one edition."""

    @property
    def ids(self) -> list[UUID]:
        return list(self.editions)


def scope_of(*, question: Question, moment: Moment, viewer: Viewer, links: Links) -> Scope:
    """The editions that a question names, or the latest of all organisations.

    Refused where there is no such edition, or where nothing was in force: then naming what
    became of an organisation that had ended.
    """
    organisation = question.text("organisation")
    if slug := question.text("edition"):
        return _only(_edition(slug, organisation, viewer))
    if organisation:
        return _only(_in_force(organisation, moment, viewer, links))
    editions = searched_editions(viewer=viewer, moment=moment)
    return Scope({edition.pk: edition for edition in editions}, named=False)


def _organisation(slug: str) -> Organisation:
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise nothing_at(
            "organisation",
            f"There is no organisation {shown(slug)}. "
            "/api/v1/organisations/ lists those there are.",
        )
    return organisation


def edition_of(*, element: UUID, viewer: Viewer) -> Edition | None:
    """The edition of the element with this id, where the viewer may see it."""
    return Edition.objects.visible_to(viewer).filter(elements=element).first()


def _only(edition: Edition) -> Scope:
    return Scope({edition.pk: edition}, named=True)


def _edition(slug: str, organisation: str, viewer: Viewer) -> Edition:
    edition = Edition.objects.visible_to(viewer).filter(slug=slug).first()
    if edition is None or organisation not in ("", edition.organisation_id):
        of = f" of {shown(organisation)}" if organisation else ""
        raise nothing_at(
            "edition",
            f"There is no edition {shown(slug)}{of}. /api/v1/editions/ lists those there are.",
        )
    return edition


def _in_force(slug: str, moment: Moment, viewer: Viewer, links: Links) -> Edition:
    organisation = _organisation(slug)
    found = in_force(organisation=organisation, viewer=viewer, moment=moment)
    if found.ended:
        names = " and ".join(successor.called for successor in found.successors)
        raise nothing_at(
            "organisation",
            f"{organisation.called} ended on {day(organisation.legal_until)}, so nothing of it was "
            f"in force on {day(moment.on)}."
            + (f" {names} took over." if names else "")
            + " Ask with on= for a day when it existed, or name its edition.",
            successors=[links.to_organisation(successor) for successor in found.successors],
        )
    if found.edition is None:
        raise nothing_at(
            "organisation",
            f"Nothing that {organisation.called} adopted was in force on {day(moment.on)}, as "
            f"known on {day(moment.known)}. "
            f"/api/v1/editions/?organisation={organisation.slug} lists its editions.",
        )
    return found.edition
