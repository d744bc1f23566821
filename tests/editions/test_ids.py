"""What an id says: which edition a row is of, the same in every registry."""

from __future__ import annotations

from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from directorates.models import Post
from opmodel.editions.ids import edition_id, head, row_id
from opmodel.editions.kinds import kinds, links
from opmodel.editions.models import Citation, Edition, Element, Source

SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True)


@given(SLUGS, st.text(st.characters(exclude_categories=["Cs"])))
def test_every_id_is_a_uuid_of_the_free_form(slug: str, name: str) -> None:
    edition = edition_id(slug)
    for made in (edition, row_id(edition, name)):
        assert (made.version, made.variant) == (8, RFC_4122)


@given(SLUGS, st.sets(st.text(max_size=20).filter(str.isprintable), min_size=2, max_size=5))
def test_a_rows_head_is_its_editions_and_its_tail_is_its_names(slug: str, names: set[str]) -> None:
    edition = edition_id(slug)
    made = [row_id(edition, name) for name in names]
    assert {head(each) for each in made} == {edition.bytes[:8]}
    assert len(set(made)) == len(names)
    other = edition_id(f"{slug}-2")
    assert [row_id(other, name).bytes[8:] for name in names] == [each.bytes[8:] for each in made]


def test_they_never_change(bob: Edition) -> None:
    """Written down once: other registries, addresses and packs hold them."""
    assert edition_id("bob-icb-2024-09") == bob.id == UUID("d57b4c20-1b04-82e3-8000-000000000000")
    finance = Element.objects.in_edition(bob).get(key="finance")
    assert row_id(bob.id, "finance") == finance.id == UUID("d57b4c20-1b04-82e3-aab7-62a03fd979a0")


def test_every_row_of_an_edition_has_its_head(bob: Edition) -> None:
    rows = [
        *Element.objects.in_edition(bob),
        *Source.objects.in_edition(bob),
        *Citation.objects.in_edition(bob),
        *(row for kind in kinds().values() for row in kind.objects.in_edition(bob)),
        *(row for link in links() for row in link._default_manager.all()),
    ]
    assert len(rows) > 400
    assert {head(row.pk) for row in rows} == {head(bob.id)}


def test_a_new_element_and_a_new_edition_have_theirs_from_the_start(bob: Edition) -> None:
    assert Edition(slug="new").id == edition_id("new")
    assert Post(edition=bob, key="new").id == row_id(bob.id, "new")
    assert Post().id is None
