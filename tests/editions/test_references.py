"""References stay inside their edition, rows stay in theirs, and one key is one thing."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from directorates.models import Directorate, Post
from opmodel.editions.ids import row_id
from opmodel.editions.kinds import kinds, links, lists, references
from opmodel.editions.models import Citation, Edition, Element, Reference, Source
from opmodel.editions.models.source import source_id
from places.models import Place

from .making import every_kind, save

HOLDING = (Citation, *kinds().values(), *links())
REFERENCES = [
    (model, field)
    for model in HOLDING
    for field in model._meta.local_fields
    if isinstance(field, Reference)
]


@pytest.mark.parametrize(
    ("model", "field"), REFERENCES, ids=[f"{field}" for _, field in REFERENCES]
)
def test_no_reference_can_leave_its_edition(
    bob: Edition, model: type[models.Model], field: Reference
) -> None:
    """Not even by SQL: the id of what is referred to would have to have the same first half."""
    abroad = source_id(bob.id, "any") if field.related_model is Source else row_id(bob.id, "any")
    identity = model._meta.pk.column
    row = some_row(model, save(every_kind()))
    with (
        pytest.raises(IntegrityError, match=f"violates check constraint .*{model._meta.db_table}"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE {identity} = %s",
            [abroad, row],
        )


def some_row(model: type[models.Model], edition: Edition) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {model._meta.pk.column} FROM {model._meta.db_table}"
            f" WHERE left({model._meta.pk.column}::text, 18) = left(%s::text, 18) LIMIT 1",
            [edition.id],
        )
        row = cursor.fetchone()
    assert row, f"{edition} has nothing in {model._meta.db_table}"
    found: UUID = row[0]
    return found


def test_every_key_to_an_element_is_such_a_reference() -> None:
    """A plain foreign key would let a reference out."""
    loose = [
        str(field)
        for model in HOLDING
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and not isinstance(field, Reference)
        and not getattr(field.remote_field, "parent_link", False)
        and issubclass(field.related_model, Element | Source)
    ]
    assert loose == []
    tables = {field.remote_field.through for kind in kinds().values() for field in lists(kind)}
    assert tables <= set(links())


def test_a_reference_names_the_kinds_that_may_stand_there() -> None:
    unknown = {
        str(field): set(field.allowed_kinds()) - set(kinds())
        for kind in kinds().values()
        for field in references(kind)
    }
    assert [field for field, names in unknown.items() if names] == []


def test_a_reference_to_nothing_is_refused(draft: Edition) -> None:
    post = Post.objects.in_edition(draft)[0]
    post.reports_to_id = row_id(draft.id, "nobody")
    with transaction.atomic():
        post.save()
        with pytest.raises(IntegrityError, match="is not present in table"):
            connection.check_constraints()
        transaction.set_rollback(True)


def test_what_something_refers_to_cannot_be_deleted(draft: Edition) -> None:
    chief = Post.objects.in_edition(draft).get(key="chief-executive")
    with pytest.raises(models.RestrictedError), transaction.atomic():
        chief.delete()
    assert Post.objects.filter(pk=chief.pk).exists()


class TestRowsStayInTheirEdition:
    @pytest.mark.parametrize("model", [Element, Source])
    def test_a_row_cannot_move_to_another(
        self, bob: Edition, draft: Edition, model: type[models.Model]
    ) -> None:
        other = Edition(slug="other", organisation_id="bob-icb", title="Other", label="Other")
        other.save(force_insert=True)
        for target in (other, bob):
            with (
                pytest.raises(IntegrityError, match=r"_id_of_its_edition|is frozen"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(
                    f"UPDATE {model._meta.db_table} SET edition_id = %s WHERE edition_id = %s",
                    [target.id, draft.id],
                )

    def test_a_new_row_with_an_id_of_another_is_refused(self, bob: Edition, draft: Edition) -> None:
        with pytest.raises(IntegrityError, match="element_id_of_its_edition"), transaction.atomic():
            Post(id=row_id(bob.id, "stray"), edition=draft, key="stray", name="Stray").save()


class TestOneKeyIsOneThing:
    def test_the_same_key_for_two_kinds_is_refused(self, draft: Edition) -> None:
        """Multi-table inheritance alone would turn the directorate into a place."""
        for write in (
            lambda: Place.objects.create(edition=draft, key="finance", name="A place"),
            lambda: Place(edition=draft, key="finance", name="A place").save(),
            lambda: Place(edition=draft, key="finance", name="A place").save(force_insert=True),
        ):
            with pytest.raises(IntegrityError, match="duplicate key"), transaction.atomic():
                write()
        element = Element.objects.in_edition(draft).get(key="finance")
        assert (element.kind, element.name) == ("directorate", "Finance")
        assert Directorate.objects.in_edition(draft).filter(key="finance").exists()

    def test_in_another_edition_the_same_key_is_free(self, bob: Edition, draft: Edition) -> None:
        assert Element.objects.filter(key="finance").count() == 2

    def test_saving_again_changes_and_adds_nothing(self, draft: Edition) -> None:
        before = Element.objects.in_edition(draft).count()
        finance = Directorate.objects.in_edition(draft).get(key="finance")
        finance.name = "Money"
        finance.save()
        assert Element.objects.in_edition(draft).count() == before
        assert Element.objects.get(pk=finance.pk).name == "Money"

    def test_a_form_says_so_in_words(self, draft: Edition) -> None:
        with pytest.raises(ValidationError, match="already has an element with that key"):
            Post(edition=draft, key="finance", name="Again").validate_constraints()

    @pytest.mark.parametrize("key", ["Finance", "a b", "a--b", "-a", "a_b", "é", "", "a\n"])
    def test_a_key_has_the_form_of_an_address(self, draft: Edition, key: str) -> None:
        with pytest.raises(IntegrityError, match="element_key_form"), transaction.atomic():
            Post(id=row_id(draft.id, key), edition=draft, key=key, name="A").save()
