"""Every route is looked at, and every page is what it should be."""

from collections import Counter

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.conftest import LookAt
from tests.browser.sights import NOT_PAGES, SIGHTS, Sight

every_page = pytest.mark.parametrize("sight", SIGHTS, ids=lambda sight: sight.name)

SAME_WORDS = {
    # The source names two of its principles so; what each says stands below its name.
    "list of principles": {"Collaborative"},
    # The organisation that the page belongs to, and the same as a party, as the edition has it.
    "element: agreement": {"NHS Eastmoor Integrated Care Board"},
    # A chapter of the page, and at its foot the registry's own sources.
    "API, for people": {"Sources"},
}
"""Words that links of a page share though they lead to different places, by the page's name."""


def routes(resolver: URLResolver) -> set[str]:
    """The names of all routes that are not the API's, but for its page for people."""
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            found |= routes(pattern)
        elif isinstance(pattern, URLPattern):
            found.add(pattern.name or str(pattern.pattern))
    return {name for name in found if name == "api-docs" or not name.startswith("api-")}


def test_every_route_is_looked_at_or_is_no_page() -> None:
    looked_at = {sight.route for sight in SIGHTS if sight.route}
    assert looked_at | NOT_PAGES.keys() == routes(get_resolver())
    assert not looked_at & NOT_PAGES.keys()


@every_page
def test_a_page_is_answered_as_what_it_is(sight: Sight, seen: LookAt) -> None:
    assert seen(sight).status == sight.status


@every_page
def test_the_title_says_what_the_heading_says(sight: Sight, seen: LookAt) -> None:
    look = seen(sight)
    assert look.title.endswith(" – Operating-model registry")
    said = look.title.removeprefix("Error: ")
    assert look.heading.removesuffix(" Sample data").split(",")[0] in said


def test_no_two_pages_have_the_same_title(seen: LookAt) -> None:
    """Of one address, however it is asked: other dates and narrower lists are the same page."""
    pages = {
        (look.address.split("?")[0], look.title)
        for look in map(seen, SIGHTS)
        if look.status == 200 and not look.address.startswith("/search/")
    }
    titles = Counter(title for _, title in pages)
    assert [title for title, number in titles.items() if number > 1] == []


@every_page
def test_links_with_the_same_words_lead_to_the_same_place(sight: Sight, seen: LookAt) -> None:
    targets: dict[str, set[str]] = {}
    for words, target in seen(sight).links:
        targets.setdefault(words, set()).add(target)
    several = {words: found for words, found in targets.items() if len(found) > 1}
    assert several.keys() == SAME_WORDS.get(sight.name, set()), several


@every_page
def test_every_link_has_words(sight: Sight, seen: LookAt) -> None:
    assert all(words for words, _ in seen(sight).links)
