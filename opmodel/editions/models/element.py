"""The one base table of everything an edition holds, and what each kind adds to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from opmodel.editions.ids import row_id
from opmodel.editions.querysets import (
    ElementQuerySet,
    KindQuerySet,
    ShutQuerySet,
    SilentWriteRefused,
)

from .edition import Edition
from .fields import same_edition_sql
from .history import History
from .vocabulary import Standing

KEY_FORM = r"[a-z0-9]+(-[a-z0-9]+)*"
key_validator = RegexValidator(
    rf"\A{KEY_FORM}\Z", "Use lower-case letters and digits, with single hyphens between words."
)


class SameEdition(models.Func):
    """True when two ids belong to one edition."""

    output_field = models.BooleanField()

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *_: Any, **__: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        left, right = (compiler.compile(part) for part in self.source_expressions)
        return same_edition_sql(left[0], right[0]), (*left[1], *right[1])


class Element(models.Model):
    """One thing that an edition states: a directorate, a function, a delegation.

    Its key stays the same from edition to edition of one organisation; its id is made from the
    edition and the key. `standing` says how firmly the source states it; `reading` is not empty
    where it is an interpretation, and says of what.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="elements")
    key = models.CharField(max_length=120, validators=[key_validator])
    kind = models.CharField(max_length=40, editable=False)
    name = models.CharField(max_length=300)
    also_known_as = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Abbreviations and other names people search for.",
    )
    summary = models.TextField(blank=True)
    position = models.PositiveIntegerField(
        default=0, help_text="Its place among its kind, as in the source."
    )
    standing = models.CharField(max_length=20, choices=Standing, default=Standing.IN_FORCE)
    reading = models.TextField(
        blank=True, help_text="What here is an interpretation, and why. Empty: the source says so."
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search = models.GeneratedField(
        expression=Func(F("name"), F("also_known_as"), F("summary"), function="element_search"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    history = History(inherit=True, excluded_fields=["search"])
    objects = ElementQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "position", "key")
        # For what changes rows behind lists of references too: `directorate.posts.add(post)`.
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "key"),
                name="element_key_unique_in_edition",
                violation_error_message="This edition already has an element with that key.",
            ),
            models.CheckConstraint(
                name="element_key_form", condition=Q(key__regex=f"^{KEY_FORM}$")
            ),
            # Forbids a row to move to another edition; its id would have to change with it.
            models.CheckConstraint(
                name="element_id_of_its_edition",
                condition=SameEdition(F("id"), F("edition_id")),
            ),
        )
        indexes = (
            models.Index(fields=("edition", "kind", "position"), name="element_list"),
            # Without the edition: it would be looked through anew for each edition asked of.
            GinIndex(fields=("search",), name="element_words"),
        )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.id and self.edition_id and self.key:
            self.id = row_id(self.edition_id, self.key)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._refuse_the_base_alone()
        # Without this a new element of one kind could overwrite the base row of another kind
        # that has the same key, and one element would be two things.
        if self._state.adding:
            kwargs["force_insert"] = (Element, type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._refuse_the_base_alone()
        return super().delete(*args, **kwargs)

    def _refuse_the_base_alone(self) -> None:
        """The base row alone would be written past the history of the kind that the row is."""
        if type(self) is Element:
            raise SilentWriteRefused("Write an element as the kind that it is.")


class Kind(Element):
    """What every kind of element shares. A post *is* an element: no second object beside it.

    Class attributes describe the kind once, for addresses, edition folders, pages and the API:

    - `kind_name`, `plural`: the words in addresses, such as `post` and `posts`;
    - `nests_in`: references to what this element stands in, the first that is set wins: there a
      person would write it in a file;
    - `belongs_by`: references to what holds this element, so that it belongs to the same
      directorate, place, collaborative or body, as it does by what it is nested in
      (`belonging.py`);
    - `listed_flat`: it is written as one list in its file all the same, because the order of the
      whole list means something;
    - `inherits`: references taken over from the element it is nested in, unless given;
    - `prominence`: how likely it is what somebody looks for, among elements that fit a question as
      well: 3 for what people ask about by name, 0 for what says that something is missing;
    - `personal`: fields with the names of people, which can be redacted in the history;
    - `expects`: fields a reader asks for, so that their absence is shown as *not recorded*
      (`misses` may know better for a single element).
    """

    kind_name: ClassVar[str]
    plural: ClassVar[str]
    nests_in: ClassVar[tuple[str, ...]] = ()
    belongs_by: ClassVar[tuple[str, ...]] = ()
    listed_flat: ClassVar[bool] = False
    inherits: ClassVar[tuple[str, ...]] = ()
    expects: ClassVar[tuple[str, ...]] = ()
    personal: ClassVar[tuple[str, ...]] = ()
    prominence: ClassVar[int] = 2

    element = models.OneToOneField(
        Element,
        on_delete=models.CASCADE,
        parent_link=True,
        primary_key=True,
        related_name="as_%(class)s",
    )

    objects: ClassVar[Any] = KindQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        abstract = True
        ordering = ("position", "key")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind = self.kind_name

    def misses(self, field: str) -> bool:
        """Whether a reader would ask for this field, and be told that it is not recorded."""
        return field in self.expects

    def says(self, field: str) -> bool:
        """Whether the field says something of this element, and is not just there with its default.

        Pages and tables leave out what does not.
        """
        return True


class Link(models.Model):
    """One row of a list of references: an element of one edition to another of the same.

    Subclasses have two `Reference` fields, named in `ends`: owner first, then target.
    """

    ends: ClassVar[tuple[str, str]]

    id = models.UUIDField(primary_key=True, editable=False)
    position = models.PositiveIntegerField(default=0)

    history = History(inherit=True)
    objects: ClassVar[Any] = ShutQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("position",)
        base_manager_name = "objects"
