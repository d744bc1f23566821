"""How these tests work on a draft: like somebody with a browser."""

from __future__ import annotations

from typing import Any

from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from opmodel.access.models import User
from opmodel.drafting.forms import RowForm
from opmodel.editions.actions.changing import Authored
from opmodel.editions.models import Edition, Kind
from opmodel.editions.stated import stated
from opmodel.editions.viewer import MACHINE, Viewer
from opmodel.publishing import addresses
from opmodel.publishing.presenters.work.fields import groups_of

WHY = "Agreed by the executive on 3 November"


def authored(user: User | None, reason: str = WHY) -> Authored:
    return Authored(by=user, reason=reason)


def sent_by_browser(
    element: Kind, viewer: Viewer = MACHINE, **typed: str | list[str]
) -> dict[str, Any]:
    """What a browser sends of a row's form, where *typed* was typed into it."""
    form = RowForm.of(type(element), element.edition, viewer, stated(element))
    sent: dict[str, Any] = {"seen": element.version, "reason": WHY}
    for group in groups_of(form, None):
        for line in group.lines:
            if line.shape in ("select", "radios"):
                sent[line.name] = next(iter(line.chosen), "")
            elif line.shape == "boxes":
                sent |= {f"has:{line.name}": "1", line.name: list(line.chosen)}
            else:
                sent[line.name] = line.value
    return sent | typed


def row_address(element: Kind, of: Edition | None = None) -> str:
    return addresses.of_row(of or element.edition, element.kind, element.key)


def saved(client: Client, element: Kind, viewer: Viewer = MACHINE, **typed: Any) -> Any:
    """What the server answers when a row's form is sent."""
    return client.post(row_address(element), sent_by_browser(element, viewer, **typed))


def hidden(page: Any) -> dict[str, list[str]]:
    """What the page of a conflict sends again by itself."""
    found: dict[str, list[str]] = {}
    (form,) = (each for each in html.fromstring(page.content).forms if "first" in each.fields)
    for each in form.xpath(".//input[@type='hidden']"):
        if each.name != "csrfmiddlewaretoken":
            found.setdefault(each.name, []).append(each.value)
    return found
