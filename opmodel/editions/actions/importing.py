"""Taking in whole editions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from opmodel.editions import writer
from opmodel.editions.folder.checking import look_through
from opmodel.editions.folder.faults import Fault, FolderRefused
from opmodel.editions.folder.periods import parse_moment, parse_period
from opmodel.editions.folder.stating import Folder
from opmodel.editions.models import Edition, Source
from opmodel.editions.records import instances

from .publishing import adopt_as_recorded, publish_without_adoption


@transaction.atomic
def import_edition(*, folder: Path) -> Edition:
    """Takes in the edition in this folder: whole or not at all.

    An edition that the folder says was adopted, or never adopted, is frozen at once. Raises
    FolderRefused with every fault found; then nothing was written.
    """
    read, faults = look_through(folder, constraints=False)
    base = Edition.objects.filter(
        slug=read.edition.get("based_on"), organisation=read.edition.get("organisation")
    ).first()
    faults += _faults_with_others(read, base)
    if faults:
        raise FolderRefused([*faults, *look_through(folder)[1]])
    edition = _edition(read.edition, base)
    with _database_refusals(folder, read), transaction.atomic():
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
            meeting_on=parse_period(adoption["meeting_on"])[0]
            if "meeting_on" in adoption
            else None,
            minute=adoption.get("minute", ""),
            note=adoption.get("note", ""),
        )
    if read.edition.get("never_adopted"):
        return publish_without_adoption(edition=edition)
    return edition


def _faults_with_others(read: Folder, base: Edition | None) -> Iterator[Fault]:
    """What is wrong with an edition only because of the editions that are here already."""
    stated = read.edition
    if Edition.objects.filter(slug=stated.get("slug")).exists():
        yield read.about.fault(
            ("edition", "slug"),
            f"The registry already has the edition “{stated['slug']}”.",
            "Give this one a slug of its own.",
        )
    if "based_on" not in stated:
        return
    if base is None:
        yield read.about.fault(
            ("edition", "based_on"),
            f"The organisation has no edition “{stated['based_on']}” here.",
            "Import that one first, or leave the line out.",
        )
    elif not base.is_frozen and (stated.get("adoption") or stated.get("never_adopted")):
        yield read.about.fault(
            ("edition", "based_on"),
            f"“{stated['based_on']}” is a draft here, and this edition would be published.",
            "Publish that one first, or leave the line out.",
        )


def _edition(stated: dict[str, Any], base: Edition | None) -> Edition:
    edition = Edition(
        slug=stated["slug"],
        organisation_id=stated["organisation"],
        title=stated["title"],
        label=stated["label"],
        summary=stated.get("summary", ""),
        leaves_out=stated.get("leaves_out", ""),
        based_on=base,
    )
    if "published_on" in stated:
        edition.published_on, edition.published_precision = parse_period(stated["published_on"])
    return edition


def _sources(stated: list[dict[str, str]], edition: Edition) -> list[Source]:
    sources = []
    for position, data in enumerate(stated):
        attributes: dict[str, Any] = {
            name: data[name]
            for name in ("key", "title", "publisher", "address", "note")
            if name in data
        }
        if "published_on" in data:
            day, precision = parse_period(data["published_on"])
            attributes |= {"published_on": day, "published_precision": precision}
        sources.append(Source(edition_id=edition.id, position=position, **attributes))
    return sources


def _check_deferred() -> None:
    """Has the database check references now, while a fault can still be put into words."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def _database_refusals(folder: Path, read: Folder) -> Iterator[None]:
    """Puts a refusal of the database into words: those of the constraints that an element breaks,
    or, as the last line of defence, the database's own."""
    try:
        yield
    except (DataError, IntegrityError) as error:
        _, broken = look_through(folder)
        raise FolderRefused(
            broken
            or [
                read.about.fault(
                    (),
                    f"The database refused the edition: {str(error).splitlines()[0]}.",
                    "Check the element it names.",
                )
            ]
        ) from error
