"""What search looks into, and what words mean."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Searchable(models.Model):
    """An element as search sees it: one row for each element of an edition that is searched.

    A trigger adds an edition's rows when it is published and takes away those of the editions it
    supersedes, so that a search reads the tenth of all elements that readers ask about. Which
    editions are in it says `SearchableEdition`; a question about others is answered from the
    elements themselves. Nothing of a draft is ever here.
    """

    element = models.UUIDField(primary_key=True, db_column="element_id")
    edition = models.UUIDField(db_column="edition_id")
    kind = models.CharField(max_length=40)
    standing = models.CharField(max_length=20)
    labels = ArrayField(models.TextField(), help_text="Its name and other names, in plain letters.")
    length = models.PositiveIntegerField(help_text="Letters of the shortest of its names.")
    title = SearchVectorField(help_text="The words of its name that say something.")
    names = SearchVectorField(help_text="Of its search words, those of its name and other names.")
    words = SearchVectorField(help_text="All its search words.")

    class Meta:
        indexes = (
            GinIndex(fields=("names",), name="searchable_names"),
            GinIndex(fields=("words",), name="searchable_words"),
            models.Index(fields=("edition", "kind"), name="searchable_list"),
        )

    def __str__(self) -> str:
        return str(self.element)


class SearchableEdition(models.Model):
    """An edition whose elements are in `Searchable`, all of them."""

    edition = models.UUIDField(primary_key=True, db_column="edition_id")

    def __str__(self) -> str:
        return str(self.edition)


class Synonym(models.Model):
    """What people write and what documents write, where these differ. Data, not code.

    An abbreviation and its words find each other. A phrase that asks (“who leads”) need not be in
    what is found: it says of which kinds that should be. A filler says nothing at all.
    """

    reference_file = "synonyms"

    class Form(models.TextChoices):
        ABBREVIATION = "abbreviation", "Abbreviation"
        WORDING = "wording", "Another wording"
        ASKING = "asking", "A phrase that asks for a kind of thing"
        FILLER = "filler", "Says nothing"

    term = models.CharField(max_length=80, primary_key=True)
    form = models.CharField(max_length=20, choices=Form, default=Form.ABBREVIATION)
    words = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="What it stands for: one or several. None where it asks or says nothing.",
    )
    kinds = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="The kinds of thing that a phrase asks for.",
    )
    note = models.TextField(help_text="Where this comes from.")

    class Meta:
        ordering = ("term",)

    def __str__(self) -> str:
        return self.term
