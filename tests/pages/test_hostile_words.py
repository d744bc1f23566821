"""Words that would do harm if they were taken for markup: they are words, on every page."""

import pytest
from django.test import Client

from opmodel.editions.models import Edition
from tests.pages.editions import HOSTILE, SCRIPT
from tests.pages.served import Shown

EDITION = "/frimley-icb/frimley-icb-hostile"
PAGES = [
    "/",
    "/sources/",
    "/frimley-icb/",
    f"{EDITION}/",
    f"{EDITION}/sources/",
    f"{EDITION}/functions/",
    f"{EDITION}/functions/?q=script",
    f"{EDITION}/functions/function-1/",
    f"{EDITION}/posts/chief/",
    f"{EDITION}/chart/",
    f"{EDITION}/chart/?as=list",
    f"{EDITION}/matrix/cycle/",
    f"{EDITION}/matrix/cycle/?as=list",
    "/search/?q=script",
    f"/search/?q={SCRIPT}",
    f"{EDITION}/functions/?q={SCRIPT}",
    f"/{SCRIPT}/",
    f"/frimley-icb/?on={SCRIPT}",
]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_markup_that_came_from_data(
    address: str, hostile: Edition, client: Client
) -> None:
    tree = Shown(client.get(address)).tree
    assert {each.get("src").split("/")[1] for each in tree.iter("script")} == {"static"}
    assert not list(tree.iter("img"))
    assert not list(tree.iter("b"))
    assert len(list(tree.iter("title"))) - len(list(tree.iter("svg"))) <= 1
    assert not [name for each in tree.iter() for name in each.attrib if str(name).startswith("on")]


@pytest.mark.parametrize("words", HOSTILE)
def test_the_words_themselves_are_shown_as_they_are(
    words: str, hostile: Edition, client: Client
) -> None:
    page = Shown(client.get(f"{EDITION}/functions/"))
    names = [each.text_content().strip() for each in page.tree.find_class("app-result__name")]
    assert words in names
