"""Taking in whole editions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from opmodel.editions import writer
from opmodel.editions.folder.checking import Folder, read_folder
from opmodel.editions.folder.faults import Fault, FolderRefused
from opmodel.editions.folder.periods import parse_moment, parse_period
from opmodel.editions.models import Edition, Source
from opmodel.editions.records import instances

from .publishing import adopt_as_recorded, publish_without_adoption


@transaction.atomic
def import_edition(*, folder: Path) -> Edition:
    """Takes in the edition in this folder: whole or not at all.

    An edition that the folder says was adopted, or never adopted, is frozen at once. Raises
    FolderRefused with every fault found; then nothing was written.
    """
    read = read_folder(folder)
    edition = _edition(read)
    with _database_refusals():
        edition.save(force_insert=True)
        elements, links, citations = instances(read.records, edition.id)
        writer.write(
            sources=_sources(read.sources, edition),
            elements=elements,
            links=links,
            citations=citations,
        )
        _check_deferred()
    if adoption := read.edition.get("adoption"):
        effective_from, precision = parse_period(adoption["effective_from"])
        return adopt_as_recorded(
            edition=edition,
            effective_from=effective_from,
            effective_precision=precision,
            recorded_at=parse_moment(adoption["recorded_at"]),
            adopted_by=adoption.get("adopted_by", ""),
            meeting_on=parse_period(adoption["meeting_on"])[0] if "meeting_on" in adoption else None,
            minute=adoption.get("minute", ""),
            note=adoption.get("note", ""),
        )
    if read.edition.get("never_adopted"):
        return publish_without_adoption(edition=edition)
    return edition


def _edition(read: Folder) -> Edition:
    stated = read.edition
    if Edition.objects.filter(slug=stated["slug"]).exists():
        raise _refused(
            "slug",
            f"The registry already has the edition “{stated['slug']}”.",
            "Give this one a slug of its own.",
        )
    edition = Edition(
        slug=stated["slug"],
        organisation_id=stated["organisation"],
        title=stated["title"],
        label=stated["label"],
        summary=stated.get("summary", ""),
    )
    if "published_on" in stated:
        edition.published_on, edition.published_precision = parse_period(stated["published_on"])
    if "based_on" in stated:
        base = Edition.objects.filter(
            slug=stated["based_on"], organisation=stated["organisation"]
        ).first()
        if base is None:
            raise _refused(
                "based_on",
                f"The organisation has no edition “{stated['based_on']}” here.",
                "Import that one first, or leave the line out.",
            )
        edition.based_on = base
    return edition


def _sources(stated: list[dict[str, str]], edition: Edition) -> list[Source]:
    sources = []
    for position, data in enumerate(stated):
        attributes: dict[str, Any] = {
            name: data[name] for name in ("key", "title", "publisher", "address", "note") if name in data
        }
        if "published_on" in data:
            day, precision = parse_period(data["published_on"])
            attributes |= {"published_on": day, "published_precision": precision}
        sources.append(Source(edition_id=edition.id, position=position, **attributes))
    return sources


def _refused(name: str, message: str, remedy: str) -> FolderRefused:
    return FolderRefused([Fault("edition.yaml", 1, f"edition.{name}", message, remedy)])


def _check_deferred() -> None:
    """Has the database check references now, while a fault can still be put into words."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


class _database_refusals:
    """Puts a refusal of the database into the words of a fault: the last line of defence."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, IntegrityError):
            raise FolderRefused(
                [
                    Fault(
                        "(the folder)",
                        1,
                        "(the whole edition)",
                        f"The database refused it: {str(error).splitlines()[0]}.",
                        "Check the element it names.",
                    )
                ]
            ) from error
