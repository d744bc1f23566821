"""Small editions in a row, and lineage between them, for what compares and traces."""

from __future__ import annotations

from typing import Any

from opmodel.editions.actions.drafting import open_draft
from opmodel.editions.actions.importing import import_edition
from opmodel.editions.ids import row_id
from opmodel.editions.models import Edition, Element, Lineage
from tests.conftest import FolderOf


class Editions:
    """`editions("slug", when="2024-10-01", functions=[…])`: an edition with these elements.

    *when* it has effect from, or was published where it was *never* adopted; without it a draft.
    Elements are given by the word their lists have; *directorates* hold what is nested in them.
    """

    APPS = {
        "directorates": ("directorates", "teams", "functions", "posts", "services"),
        "governance": ("committees", "seats", "delegations"),
        "places": ("places", "collaboratives", "bodies", "partnerships", "memberships"),
        "transition": ("principles", "risks", "figures", "workstreams"),
    }

    def __init__(self, folder: FolderOf):
        self.folder = folder

    def __call__(
        self,
        slug: str,
        *,
        organisation: str = "bob-icb",
        when: str = "",
        recorded: str = "",
        never: bool = False,
        by: str = "",
        minute: str = "",
        leaves_out: str = "",
        based_on: str = "",
        **elements: list[dict[str, Any]],
    ) -> Edition:
        about: dict[str, Any] = {
            "slug": slug,
            "organisation": organisation,
            "title": slug.capitalize(),
            "label": slug,
        }
        about |= {"leaves_out": leaves_out} if leaves_out else {}
        about |= {"based_on": based_on} if based_on else {}
        if never:
            about |= {"published_on": when, "never_adopted": True}
        elif when:
            adoption = {"effective_from": when, "recorded_at": recorded or when}
            adoption |= {"adopted_by": by} if by else {}
            adoption |= {"minute": minute} if minute else {}
            about["adoption"] = adoption
        files: dict[str, Any] = {
            app: {name: elements[name] for name in names if name in elements}
            for app, names in self.APPS.items()
        }
        sources = [{"key": "paper", "title": "The paper"}]
        stated = {"edition": about, "sources": sources}
        there = {app: each for app, each in files.items() if each}
        return import_edition(folder=self.folder(edition=stated, **there))


def draft_of(edition: Edition, slug: str) -> Edition:
    """A draft that says what the edition says."""
    return open_draft(based_on=edition, slug=slug, title=slug.capitalize(), label=slug)


def element(edition: Edition, key: str) -> Element:
    return Element.objects.select_related("edition").get(id=row_id(edition.id, key))


def lineage(
    earlier: Edition, key: str, later: Edition, into: str, kind: str, *, note: str = ""
) -> None:
    """Records that what has *key* in the earlier edition is, or became, *into* in the later."""
    Lineage.objects.create(
        earlier_id=row_id(earlier.id, key), later_id=row_id(later.id, into), kind=kind, note=note
    )


def one(key: str, **values: Any) -> dict[str, Any]:
    """An element with a name of its own."""
    return {"key": key, "name": key.replace("-", " ").capitalize(), **values}
