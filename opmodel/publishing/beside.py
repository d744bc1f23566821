"""What templates ask for by themselves, because it stands beside many pages: what is said about a
row, and how much waits for whoever is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import pass_context

from opmodel.drafting.selectors.waiting import waiting_for
from opmodel.publishing.presenters.comments import Panel, panel_of


@pass_context
def comments_on(context: Mapping[str, Any], element: Any, back: str = "") -> Panel | None:
    """What is said about a row of a draft; None where there is none, or for who takes no part."""
    request = context.get("request")
    if not element or request is None:
        return None
    return panel_of(element, request, back=back)


def waits_for(user: Any) -> int:
    """How much waits for somebody who is signed in."""
    return waiting_for(user)
