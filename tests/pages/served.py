"""Pages as Django's test client gets them, and what a reader reads on them."""

from __future__ import annotations

import re
from typing import Any

import lxml.html


class Shown:
    """A page, by what it says."""

    def __init__(self, response: Any):
        self.status = response.status_code
        self.tree = lxml.html.document_fromstring(response.content.decode())

    @property
    def main(self) -> str:
        """What its main part says, on one line."""
        return words(self.tree.get_element_by_id("maincontent"))

    @property
    def time_bar(self) -> str:
        """What its time bar says, without what stands there to change the date."""
        (bar,) = self.tree.find_class("app-time-bar")
        return " ".join(words(line) for line in bar.iter("p"))

    @property
    def facts(self) -> dict[str, str]:
        """Its facts, by their labels."""
        return {
            words(row.find("dt")): words(row.find("dd"))
            for row in self.tree.find_class("nhsuk-summary-list__row")
        }

    @property
    def links(self) -> list[tuple[str, str]]:
        """Words and address of every link in its main part, its time bar and the way back."""
        places = (
            self.tree.get_element_by_id("maincontent"),
            *self.tree.find_class("app-time-bar"),
            *self.tree.find_class("nhsuk-breadcrumb"),
        )
        return [(words(link), link.get("href")) for each in places for link in each.iter("a")]


def words(element: Any) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()
