"""Every change leaves its history, and the doors through which one could slip past are shut."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser
from django.db import connection, models, transaction
from django.test import RequestFactory
from simple_history.middleware import HistoryRequestMiddleware

from commissioning.models import Responsibility, Stage
from directorates.models import Directorate, Post
from opmodel.editions.kinds import kinds, links
from opmodel.editions.models import Citation, Edition, Element, Kind, Source
from opmodel.editions.models.history import history_of, request_id, tracked_models
from opmodel.editions.querysets import SilentWriteRefused
from tests.conftest import People

# A model that gets a history later is among them, and fails here until its doors are shut.
TRACKED = tracked_models()

Door = Callable[[type[Any], Any], object]
DOORS: dict[str, Door] = {
    "update": lambda model, row: model.objects.update(pk=row.pk),
    "update-of-some": lambda model, row: model.objects.filter(pk=row.pk).update(pk=row.pk),
    "bulk_create": lambda model, row: model.objects.bulk_create([row]),
    "bulk_update": lambda model, row: model.objects.bulk_update([row], ["pk"]),
    "aupdate": lambda model, row: awaited(model.objects.aupdate(pk=row.pk)),
    "abulk_create": lambda model, row: awaited(model.objects.abulk_create([row])),
    "abulk_update": lambda model, row: awaited(model.objects.abulk_update([row], ["pk"])),
    "by default": lambda model, row: model._default_manager.update(pk=row.pk),
    "behind relations": lambda model, row: model._base_manager.update(pk=row.pk),
    "behind relations, several": lambda model, row: model._base_manager.bulk_create([row]),
    "without history": lambda _, row: row.save_without_historical_record(),
}


def awaited(door: Awaitable[object]) -> None:
    async def through() -> None:
        await door

    async_to_sync(through)()


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)
@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model._meta.label_lower)
def test_no_silent_door_is_open(model: type[models.Model], door: Door) -> None:
    before = model._base_manager.count()
    with pytest.raises(SilentWriteRefused):
        door(model, model())
    assert model._base_manager.count() == before


def test_everything_that_is_written_one_by_one_has_a_history() -> None:
    rows = {Edition, Source, Citation, *kinds().values(), *links()}
    others = {
        "access.grant",
        "directorates.appointment",
        "findings.waiver",
        "scenarios.scenario",
        "scenarios.scenariostep",
    }
    assert rows <= set(TRACKED)
    assert others <= {model._meta.label_lower for model in TRACKED}


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model._meta.label_lower)
def test_every_record_says_who_why_and_in_which_request(model: type[models.Model]) -> None:
    records = history_of(model)._meta
    assert isinstance(records.get_field("request"), models.UUIDField)
    reason = records.get_field("history_change_reason")
    assert isinstance(reason, models.TextField)
    assert reason.max_length is None
    keeping = records.get_field("history_user").remote_field.on_delete
    assert keeping is models.PROTECT, "An account cannot be taken out of what it wrote."


@pytest.mark.django_db
def test_the_base_row_of_an_element_cannot_be_written_alone(draft: Edition) -> None:
    element = Element.objects.in_edition(draft)[0]
    for door in (
        element.save,
        element.delete,
        Element.objects.in_edition(draft).delete,
        draft.elements.all().delete,
        lambda: awaited(element.asave()),
        lambda: awaited(element.adelete()),
    ):
        with pytest.raises(SilentWriteRefused), transaction.atomic():
            door()
    assert Element.objects.filter(pk=element.pk, version=element.version).exists()


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_every_kind_has_a_history_with_all_that_it_states(kind: type[Kind]) -> None:
    recorded = {field.name for field in kind.history.model._meta.get_fields()}
    stated = {field.name for field in kind._meta.concrete_fields} - {"search"}
    assert stated <= recorded


class TestSaving:
    @pytest.fixture
    def finance(self, draft: Edition) -> Directorate:
        return Directorate.objects.in_edition(draft).get(key="finance")

    def test_a_change_is_recorded_with_who_made_it(
        self, finance: Directorate, people: People
    ) -> None:
        finance.name = "Money"
        finance._history_user = people.reader.user
        finance._change_reason = "As agreed on Tuesday"
        finance.save()
        (record,) = finance.history.all()
        assert (record.name, record.history_type) == ("Money", "~")
        assert record.history_user == people.reader.user
        assert record.history_change_reason == "As agreed on Tuesday"

    def test_whoever_sends_the_request_is_who_made_it(
        self, finance: Directorate, people: People
    ) -> None:
        def view(_request: object) -> object:
            finance.save()
            return None

        request = RequestFactory().post("/")
        request.user = people.reader.user or AnonymousUser()
        HistoryRequestMiddleware(view)(request)
        record = finance.history.get()
        assert (record.history_user, record.request) == (people.reader.user, request_id(request))

    def test_what_one_request_writes_belongs_together(
        self, draft: Edition, finance: Directorate
    ) -> None:
        def view(_request: object) -> object:
            finance.save()
            Post.objects.create(edition=draft, key="new", name="New post")
            return None

        for _ in range(2):
            request = RequestFactory().post("/")
            request.user = AnonymousUser()
            HistoryRequestMiddleware(view)(request)
            Post.objects.get(edition=draft, key="new").delete()
        first, second = finance.history.order_by("history_id").values_list("request", flat=True)
        added = Post.history.filter(key="new", history_type="+").order_by("history_id")
        assert [row.request for row in added] == [first, second]
        assert first != second
        assert Post.history.filter(key="new", history_type="-", request=None).count() == 2

    def test_an_edition_records_its_opening(self, draft: Edition) -> None:
        (opened,) = draft.history.all()
        assert (opened.slug, opened.history_type) == (draft.slug, "+")

    def test_a_row_that_asks_for_no_history_has_one(self, finance: Directorate) -> None:
        finance.skip_history_when_saving = True
        finance.save()
        assert finance.history.count() == 1

    def test_adding_and_deleting_are_recorded_too(self, draft: Edition) -> None:
        post = Post.objects.create(edition=draft, key="new", name="New post")
        identifier = post.id
        post.delete()
        recorded = Post.history.filter(id=identifier).order_by("history_id")
        assert [record.history_type for record in recorded] == ["+", "-"]

    def test_a_change_that_is_taken_back_leaves_nothing(self, finance: Directorate) -> None:
        with transaction.atomic():
            finance.save()
            transaction.set_rollback(True)
        assert not finance.history.exists()

    def test_an_edition_that_came_whole_is_its_own_record(
        self, bob: Edition, draft: Edition
    ) -> None:
        assert not any(kind.history.exists() for kind in kinds().values())

    def test_a_field_that_the_database_fills_is_not_written(self, finance: Directorate) -> None:
        finance.name = "Zymurgy"
        finance.save()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT search @@ to_tsquery('registry', 'zymurgy')"
                " FROM editions_element WHERE id = %s",
                [finance.id],
            )
            assert cursor.fetchone() == (True,)


def test_a_list_of_what_refers_to_something_is_no_silent_door(draft: Edition) -> None:
    """`directorate.posts.add(post)` would change the post behind the history's back."""
    directorate, another = Directorate.objects.in_edition(draft)[:2]
    post = Post.objects.in_edition(draft).exclude(directorate=directorate)[0]
    for change in (
        lambda: directorate.posts.add(post),
        lambda: directorate.posts.set([post]),
        another.posts.clear,
        lambda: draft.elements.add(post.element),
        lambda: Responsibility.objects.in_edition(draft)[0].stages.add(
            *Stage.objects.in_edition(draft)
        ),
    ):
        with pytest.raises(SilentWriteRefused), transaction.atomic():
            change()
