"""Who may see what: every way to rows goes through one gate, and it lets no draft out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from opmodel.access.grants import end, grant
from opmodel.access.models import User
from opmodel.access.roles import ADMINISTRATOR, READER
from opmodel.access.viewers import viewer_of
from opmodel.editions.kinds import kinds
from opmodel.editions.models import (
    Citation,
    Edition,
    EditionState,
    Element,
    Organisation,
    Source,
)
from opmodel.editions.moments import Moment
from opmodel.editions.selectors.editions import edition_by_slug, editions_for_list, in_force
from opmodel.editions.viewer import MACHINE, PUBLIC, Viewer
from tests.conftest import People, Person

from .making import every_kind, frozen, past_the_doors, save

NOW = Moment.of(date(2025, 1, 1))
GATED = (Edition, Element, Source, Citation, *kinds().values())
PATHS = {Edition: "pk", Citation: "element__edition"}
SEES = {"anonymous": False, "outsider": False, "reader": True, "administrator": True}
"""Who sees a draft as a whole. Other roles: tests/access/test_grants.py."""


@pytest.fixture
def hidden(bob: Edition) -> Edition:
    """A draft with two elements of every kind."""
    return save(every_kind())


def named(people: People) -> dict[str, Person]:
    return {name: getattr(people, name) for name in SEES}


@pytest.mark.parametrize("model", GATED, ids=lambda model: model._meta.model_name)
class TestEveryGate:
    def test_a_draft_is_seen_by_readers_of_its_organisation_alone(
        self, hidden: Edition, people: People, model: Any
    ) -> None:
        rows = {PATHS.get(model, "edition"): hidden.pk}
        assert model.objects.filter(**rows).exists()
        seen = {
            name: model.objects.visible_to(person.viewer).filter(**rows).exists()
            for name, person in named(people).items()
        }
        assert seen == SEES

    def test_what_is_published_is_seen_by_all(self, people: People, model: Any) -> None:
        rows = {PATHS.get(model, "edition"): frozen(every_kind()).pk}
        everything = model.objects.filter(**rows).count()
        assert everything
        for person in people:
            assert model.objects.visible_to(person.viewer).filter(**rows).count() == everything

    @pytest.mark.parametrize("state", EditionState.values)
    def test_in_each_state_the_right_people_see_it(
        self, hidden: Edition, people: People, model: Any, state: str
    ) -> None:
        published = state in ("adopted", "not-adopted")
        past_the_doors(Edition).filter(pk=hidden.pk).update(
            state=state, digest="0" * 64, effective_from="2024-01-01", recorded_at=NOW.known_at
        )
        rows = {PATHS.get(model, "edition"): hidden.pk}
        for name, person in named(people).items():
            seen = model.objects.visible_to(person.viewer).filter(**rows).exists()
            assert seen is (published or SEES[name]), f"{name}, {state}"


class TestSelectors:
    def test_a_draft_of_another_is_as_if_it_were_not_there(
        self, draft: Edition, people: People
    ) -> None:
        for name, person in named(people).items():
            listed = editions_for_list(viewer=person.viewer, moment=NOW)
            assert listed.filter(pk=draft.pk).exists() is SEES[name]
            if SEES[name]:
                assert edition_by_slug(slug=draft.slug, viewer=person.viewer, moment=NOW) == draft
                continue
            with pytest.raises(Http404) as of_draft:
                edition_by_slug(slug=draft.slug, viewer=person.viewer, moment=NOW)
            with pytest.raises(Http404) as of_nothing:
                edition_by_slug(slug="bob-icb-nothing", viewer=person.viewer, moment=NOW)
            assert str(of_draft.value).replace(draft.slug, "") == str(of_nothing.value).replace(
                "bob-icb-nothing", ""
            )

    def test_nobody_is_told_that_a_draft_is_in_force(self, bob: Edition, draft: Edition) -> None:
        past_the_doors(Edition).filter(pk=draft.pk).update(
            effective_from="2024-12-01", recorded_at=NOW.known_at
        )
        for viewer in (PUBLIC, MACHINE):
            answer = in_force(organisation=bob.organisation, viewer=viewer, moment=NOW)
            assert answer.edition == bob


class TestViewers:
    def ask(self, user: Any) -> Viewer:
        request = RequestFactory().get("/")
        request.user = user
        return viewer_of(request)

    def test_a_person_sees_what_their_roles_say(self, people: People) -> None:
        for person in people:
            if person.user:
                assert self.ask(person.user) == person.viewer

    def test_a_role_on_one_organisation_opens_no_other(self, people: People) -> None:
        viewer = self.ask(people.reader.user)
        assert viewer.may_see_drafts_of("bob-icb")
        assert not viewer.may_see_drafts_of("frimley-icb")
        assert MACHINE.may_see_drafts_of("frimley-icb")
        assert not PUBLIC.may_see_drafts_of("bob-icb")

    def test_a_role_that_ended_opens_nothing(self, people: People) -> None:
        reader, administrator = people.reader.user, people.administrator.user
        assert reader
        assert administrator
        end(role=READER, of=reader, organisation=Organisation.objects.get(slug="bob-icb"))
        end(role=ADMINISTRATOR, of=administrator)
        for user in (reader, administrator):
            assert self.ask(User.objects.get(pk=user.pk)) == PUBLIC

    def test_a_role_on_an_organisation_needs_one(self, people: People) -> None:
        assert people.reader.user
        for act in (grant, end):
            who = {"to" if act is grant else "of": people.reader.user}
            with pytest.raises(ValueError, match="Name the organisation"):
                act(role=READER, **who)
