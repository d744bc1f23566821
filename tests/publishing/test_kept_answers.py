"""Answers that are computed once: right for the next visitor, and for nobody who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone

from directorates.models import Directorate
from opmodel.access.viewers import viewer_of
from opmodel.editions.actions.publishing import adopt_as_recorded
from opmodel.editions.folder.periods import parse_moment
from opmodel.editions.models import Edition, Organisation
from opmodel.publishing import answers as kept
from opmodel.publishing.answers import Answer, Answers
from opmodel.publishing.middleware import answers_computed_once
from tests.conftest import People, Person

Ask = Callable[..., HttpResponse]


class Registry:
    """A page that lists the editions its visitor may see, and the middleware that keeps it."""

    def __init__(self) -> None:
        self.computed = 0
        self.serve = answers_computed_once(self.page)

    def page(self, request: HttpRequest) -> HttpResponse:
        self.computed += 1
        seen = Edition.objects.visible_to(viewer_of(request)).order_by("slug")
        names = Organisation.objects.order_by("slug").values_list("name", flat=True)
        return HttpResponse(" ".join([*seen.values_list("slug", flat=True), *names]))

    def get(self, path: str = "/", person: Person | None = None, **headers: str) -> HttpResponse:
        request = RequestFactory().get(path, headers=headers)
        request.user = (person and person.user) or AnonymousUser()
        if person and person.user:
            request.META["HTTP_COOKIE"] = f"sessionid={person.user.username}"
        return self.serve(request)

    def says(self, *args: Any, **kwargs: Any) -> str:
        return self.get(*args, **kwargs).content.decode()


@pytest.fixture
def registry(bob: Edition, settings: Any) -> Registry:
    settings.ANSWERS_CHECKED_EVERY = 0
    return Registry()


class TestAnybody:
    def test_gets_what_was_computed_for_the_one_before(self, registry: Registry) -> None:
        first, second = registry.get(), registry.get()
        assert first.content == second.content
        assert first.headers == second.headers
        assert registry.computed == 1

    def test_gets_another_answer_to_another_question(self, registry: Registry) -> None:
        for path, headers in (
            ("/", {}),
            ("/?on=2024-10-01", {}),
            ("/bob-icb/", {}),
            ("/", {"host": "other.example"}),
            ("/", {"x-forwarded-proto": "https"}),
            ("/api/v1/", {"accept": "application/json"}),
            ("/api/v1/", {"accept": "text/html"}),
        ):
            before = registry.computed
            registry.get(path, **headers)
            assert registry.computed == before + 1, (path, headers)

    def test_who_has_the_answer_already_is_told_just_that(self, registry: Registry) -> None:
        etag = registry.get()["ETag"]
        for asked in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            again = registry.get(**{"if-none-match": asked})
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == etag
            assert "Content-Type" not in again
        assert registry.get(**{"if-none-match": '"other"'}).status_code == 200
        assert registry.computed == 1


class TestWhatIsPublished:
    def test_shows_at_once(self, registry: Registry, draft: Edition) -> None:
        before = registry.get()
        assert draft.slug not in before.content.decode()
        adopt_as_recorded(
            edition=draft, effective_from=date(2025, 1, 1), recorded_at=parse_moment("2025-01-01")
        )
        after = registry.get(**{"if-none-match": before["ETag"]})
        assert after.status_code == 200
        assert draft.slug in after.content.decode()

    def test_a_correction_of_reference_data_shows_at_once(self, registry: Registry) -> None:
        assert "Renamed" not in registry.says()
        Organisation.objects.filter(slug="bob-icb").update(name="Renamed")
        assert "Renamed" in registry.says()

    def test_a_draft_that_is_edited_throws_nothing_away(
        self, registry: Registry, draft: Edition
    ) -> None:
        registry.get()
        element = Directorate.objects.in_edition(draft)[0]
        element.name = "Edited"
        element.save()
        registry.get()
        assert registry.computed == 1

    def test_another_day_is_another_answer(
        self, registry: Registry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is in force today may be over tomorrow, with nothing published between."""
        registry.get()
        monkeypatch.setattr(timezone, "localdate", lambda *_: date(2099, 1, 1))
        registry.get()
        assert registry.computed == 2

    def test_is_asked_about_no_more_often_than_said(
        self, bob: Edition, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.ANSWERS_CHECKED_EVERY = 0.1
        now = [100.0]
        monkeypatch.setattr(kept, "monotonic", lambda: now[0])
        registry = Registry()
        registry.get()
        Organisation.objects.filter(slug="bob-icb").update(name="Renamed")
        now[0] += 0.09
        assert "Renamed" not in registry.says()
        now[0] += 0.02
        assert "Renamed" in registry.says()


class TestWhoeverIsSignedIn:
    def test_never_gets_an_answer_that_was_kept(
        self, registry: Registry, draft: Edition, people: People
    ) -> None:
        assert draft.slug not in registry.says()
        for person in (people.reader, people.administrator):
            assert draft.slug in registry.says(person=person)
        assert draft.slug not in registry.says(person=people.outsider)

    def test_never_leaves_one_to_others(
        self, registry: Registry, draft: Edition, people: People
    ) -> None:
        for person in (people.reader, people.administrator, people.outsider):
            registry.get(person=person)
        assert draft.slug not in registry.says()
        assert draft.slug not in registry.says(person=people.outsider)

    @pytest.mark.parametrize("header", ["Cookie", "Authorization"])
    def test_is_known_by_a_cookie_or_credentials(self, registry: Registry, header: str) -> None:
        for _ in range(2):
            registry.get(**{header: "anything"})
        assert registry.computed == 2


class TestWhatIsNotKept:
    @pytest.mark.parametrize("method", ["post", "put", "delete", "head", "options"])
    def test_answers_to_anything_but_a_plain_question(
        self, registry: Registry, method: str
    ) -> None:
        for _ in range(2):
            request = getattr(RequestFactory(), method)("/")
            request.user = AnonymousUser()
            registry.serve(request)
        assert registry.computed == 2

    @pytest.mark.parametrize("path", ["/sign-in/", "/healthz", "/readyz", "/static/a.css"])
    def test_addresses_that_are_never_for_everyone(self, registry: Registry, path: str) -> None:
        registry.get(path)
        registry.get(path)
        assert registry.computed == 2

    @pytest.mark.parametrize(
        "response",
        [
            HttpResponse(status=404),
            HttpResponse(status=500),
            HttpResponse(status=302),
            HttpResponse(headers={"Cache-Control": "no-store"}),
            StreamingHttpResponse([b"a"]),
        ],
        ids=["missing", "error", "redirect", "no-store", "stream"],
    )
    def test_what_is_no_answer_for_everyone(self, response: HttpResponse) -> None:
        assert kept.answer_from(response) is None

    def test_what_sets_a_cookie(self) -> None:
        response = HttpResponse()
        response.set_cookie("csrftoken", "secret")
        assert kept.answer_from(response) is None


class TestRoom:
    """How much is kept."""

    EPOCH = (1, date(2025, 1, 1))

    def answer(self, size: int) -> Answer:
        return Answer(b"a" * size, (), '"tag"')

    def test_the_least_recently_asked_for_goes_first(self) -> None:
        answers = Answers(most_bytes=800)
        answers.get(self.EPOCH, ())
        for name in "abcdefgh":
            answers.keep(self.EPOCH, (name,), self.answer(100))
        assert answers.get(self.EPOCH, ("a",))
        answers.keep(self.EPOCH, ("i",), self.answer(100))
        assert answers.get(self.EPOCH, ("a",))
        assert not answers.get(self.EPOCH, ("b",))
        assert answers.bytes == sum(len(each.body) for each in answers.kept.values()) == 800

    def test_one_answer_may_not_push_out_the_rest(self) -> None:
        answers = Answers(most_bytes=800)
        answers.get(self.EPOCH, ())
        answers.keep(self.EPOCH, ("big",), self.answer(101))
        assert not answers.get(self.EPOCH, ("big",))

    def test_an_answer_of_an_earlier_epoch_is_not_kept_for_a_later(self) -> None:
        """It was computed while something was published: it may be either's."""
        answers = Answers(most_bytes=800)
        later = (2, date(2025, 1, 1))
        answers.get(later, ())
        answers.keep(self.EPOCH, ("a",), self.answer(1))
        assert not answers.get(later, ("a",))
